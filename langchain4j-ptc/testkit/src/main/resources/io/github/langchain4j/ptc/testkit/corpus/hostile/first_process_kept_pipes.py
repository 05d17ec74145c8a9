# category: first process
# attempt: keeps both ends of every pipe open in children that ignore everything, and stops the runner
# needs: isolation, processes
# allow: limit, lost
import os
import signal
import sys

kept = []
for process in filter(str.isdigit, os.listdir("/proc")):
    for number in range(64):
        for mode in (os.O_RDWR, os.O_WRONLY, os.O_RDONLY):
            try:
                kept.append(os.open(f"/proc/{process}/fd/{number}", mode | os.O_NONBLOCK))
            except OSError:
                pass
for fd in kept:
    os.set_inheritable(fd, True)
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
os.kill(os.getpid(), signal.SIGSTOP)
