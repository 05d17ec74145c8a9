# category: recursion
# attempt: a result nested so deeply that its rendering overflows the stack
# allow: returned, failed, lost
nest = []
for _ in range(200_000):
    nest = [nest]
nest
