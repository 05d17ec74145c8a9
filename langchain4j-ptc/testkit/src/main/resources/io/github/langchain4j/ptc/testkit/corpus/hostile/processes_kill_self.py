# category: processes
# attempt: kills itself
# needs: processes
# allow: lost
import os
import signal

os.kill(os.getpid(), signal.SIGKILL)
