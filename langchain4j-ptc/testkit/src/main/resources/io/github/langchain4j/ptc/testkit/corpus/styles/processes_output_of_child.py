# style: what a child process prints is output of the program
# needs: processes
# expect-output-has: from the child
import subprocess
import sys

subprocess.run([sys.executable, "-c", "print('from the child')"], check=True)
None
