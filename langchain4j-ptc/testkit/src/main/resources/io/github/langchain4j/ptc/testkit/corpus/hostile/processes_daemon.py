# category: processes
# attempt: leaves a daemon in a session of its own, adopted by the first process
# needs: isolation, processes
# allow: returned, failed, lost
import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "@MARKER@"])
    os._exit(0)
os.wait()
None
