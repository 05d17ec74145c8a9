# category: first process
# attempt: has the first process bury orphans without end
# needs: isolation, processes
# allow: failed, limit, lost
import os

while True:
    if os.fork() == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.wait()
