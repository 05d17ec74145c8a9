# category: leftovers
# attempt: leaves files for the next session outside the working folder
# needs: isolation
# allow: returned, failed
import os

for folder in ["/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), "/"]:
    try:
        with open(folder + "/left-@MARKER@", "w") as f:
            f.write("left")
    except OSError:
        pass
None
# --- next session
# expect-json: []
import os

[
    folder
    for folder in ["/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), "/"]
    if os.path.exists(folder + "/left-@MARKER@")
]
