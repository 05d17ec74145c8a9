# category: loops
# attempt: an endless iterator consumed in C
# allow: limit
import collections
import itertools

collections.deque(itertools.repeat(None), maxlen=0)
