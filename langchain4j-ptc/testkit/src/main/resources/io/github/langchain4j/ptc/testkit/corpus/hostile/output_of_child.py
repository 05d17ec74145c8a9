# category: output
# attempt: lets a child process flood
# needs: processes
# allow: limit
import subprocess
import sys

subprocess.run([sys.executable, "-c", "while True: print('x' * 32)"])
