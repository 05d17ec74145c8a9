# category: processes
# attempt: leaves a child process running
# needs: processes
# allow: returned, failed
import subprocess
import sys

subprocess.Popen([sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
None
