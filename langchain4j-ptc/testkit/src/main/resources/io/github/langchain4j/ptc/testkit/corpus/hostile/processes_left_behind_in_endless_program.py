# category: processes
# attempt: has a child process running when it is stopped by a limit
# needs: processes
# allow: limit
import subprocess
import sys

subprocess.Popen([sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
while True:
    pass
