# category: output
# attempt: lets a child process flood
# needs: processes
# allow: limit
import subprocess

subprocess.run(["sh", "-c", "while :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done"])
