# category: processes
# attempt: kills everything that it can reach
# needs: isolation
# allow: returned, failed, lost
import os
import signal

for pid in [@PID@, -1] + list(range(2, 400)):
    if pid != os.getpid():
        try:
            os.kill(pid, signal.SIGKILL)
        except (OSError, AttributeError):
            pass
