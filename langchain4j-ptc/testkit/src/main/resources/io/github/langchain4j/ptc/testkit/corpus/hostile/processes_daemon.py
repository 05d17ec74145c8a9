# category: processes
# attempt: leaves a daemon in a session of its own, adopted by the first process
# needs: isolation, processes
# allow: returned, failed, lost
import os
import sys

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
    os._exit(0)
os.wait()
None
