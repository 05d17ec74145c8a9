# category: recursion
# attempt: an argument nested deeper than a message may be
# allow: failed
nest = []
for _ in range(100_000):
    nest = [nest]
echo(nest)
