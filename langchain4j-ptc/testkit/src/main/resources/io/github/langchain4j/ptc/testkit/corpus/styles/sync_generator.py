# style: a generator that calls a tool lazily; only what is consumed is called
# expect-json: [0, 1, 2]
# expect-calls: 3
import itertools


def numbers():
    n = 0
    while True:
        yield echo(n)
        n += 1


list(itertools.islice(numbers(), 3))
