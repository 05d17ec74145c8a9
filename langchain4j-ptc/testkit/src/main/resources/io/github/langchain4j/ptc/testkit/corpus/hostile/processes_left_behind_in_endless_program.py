# category: processes
# attempt: has a child process running when it is stopped by a limit
# needs: processes
# allow: limit
import subprocess

subprocess.Popen(["sleep", "@MARKER@"])
while True:
    pass
