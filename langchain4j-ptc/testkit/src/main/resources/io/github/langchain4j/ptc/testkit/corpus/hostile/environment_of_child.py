# category: environment
# attempt: lets a shell print the environment
# needs: processes
# allow: returned, failed
import subprocess

print(subprocess.run(["/bin/sh", "-c", "env; set"], capture_output=True, text=True).stdout)
