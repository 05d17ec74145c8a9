# category: files
# attempt: reads the host through a symbolic link of its own
# needs: isolation
# allow: returned, failed
import os

os.symlink("@SECRET_FILE@", "link")
try:
    print(open("link").read())
except OSError:
    pass
