# category: files
# attempt: looks for files of the host by listing folders
# needs: isolation
# allow: returned, limit
import os

for top in ["@SECRET_FOLDER@", "/tmp", "/home", "/root", "/mnt"]:
    for folder, _, names in os.walk(top):
        for name in names:
            try:
                if os.path.getsize(os.path.join(folder, name)) < 10000:
                    print(open(os.path.join(folder, name)).read()[:200])
            except (OSError, ValueError):
                pass
