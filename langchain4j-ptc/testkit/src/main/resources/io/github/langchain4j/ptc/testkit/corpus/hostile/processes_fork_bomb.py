# category: processes
# attempt: forks without end
# needs: isolation, processes
# allow: failed, limit, lost
import os

while True:
    os.fork()
