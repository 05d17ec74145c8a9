# category: first process
# attempt: sends every signal to all processes, and to the group that the first one is in
# needs: isolation, processes
# allow: returned, failed, lost, limit
import os

for process in (-1, 0, -os.getpgrp()):
    for number in range(64, 0, -1):
        try:
            os.kill(process, number)
        except OSError:
            pass
