# category: processes
# attempt: leaves a child process running
# needs: processes
# allow: returned, failed
import subprocess

subprocess.Popen(["sleep", "@MARKER@"])
None
