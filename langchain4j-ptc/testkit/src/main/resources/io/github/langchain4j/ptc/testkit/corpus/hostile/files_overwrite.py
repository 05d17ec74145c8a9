# category: files
# attempt: overwrites, truncates, renames and deletes a file of the host
# needs: isolation
# allow: returned
import os

for attempt in (
    lambda: open("@SECRET_FILE@", "w"),
    lambda: os.truncate("@SECRET_FILE@", 0),
    lambda: os.rename("@SECRET_FILE@", "@SECRET_FILE@.gone"),
    lambda: os.unlink("@SECRET_FILE@"),
    lambda: os.chmod("@SECRET_FOLDER@", 0),
    lambda: os.link("@SECRET_FILE@", "@SECRET_FOLDER@/hard"),
    lambda: os.symlink("/", "@SECRET_FOLDER@/soft"),
    lambda: os.mkfifo("@SECRET_FOLDER@/fifo"),
):
    try:
        attempt()
    except (OSError, AttributeError):
        pass
