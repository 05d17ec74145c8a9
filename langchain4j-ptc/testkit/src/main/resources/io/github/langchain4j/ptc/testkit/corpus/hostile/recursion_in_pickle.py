# category: recursion
# attempt: built-in code that recurses in C
# allow: returned, failed, lost
nest = ()
for _ in range(300_000):
    nest = (nest,)
hash(nest) and None
