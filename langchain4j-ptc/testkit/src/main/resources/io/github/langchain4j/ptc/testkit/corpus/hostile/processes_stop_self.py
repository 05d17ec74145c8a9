# category: processes
# attempt: stops itself, so that nobody can ask it anything
# needs: processes
# allow: limit, lost
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
