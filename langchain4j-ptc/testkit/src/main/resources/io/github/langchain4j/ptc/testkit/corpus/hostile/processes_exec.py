# category: processes
# attempt: replaces itself by another program
# needs: processes
# allow: lost, limit
import os
import sys

os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(@MARKER@)"])
