# category: memory
# attempt: an integer without end
# needs: isolation
# allow: failed, lost, limit
n = 3
while True:
    n = n * n
