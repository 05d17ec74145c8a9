# category: first process
# attempt: stops its parent, its group and itself, and leaves a child that nobody may stop
# needs: isolation, processes
# allow: limit, lost, returned, failed
import os
import signal
import sys

if os.fork() == 0:
    os.setsid()
    for number in range(1, 65):
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
for process in (os.getppid(), 1, 0, os.getpid()):
    os.kill(process, signal.SIGSTOP)
