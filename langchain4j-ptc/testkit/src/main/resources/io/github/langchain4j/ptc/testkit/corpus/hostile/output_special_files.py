# category: output
# attempt: leaves pipes and device-like files where output files are collected
# needs: processes
# allow: returned, failed, limit
import os

for folder in [".", "output", "outputs"]:
    os.makedirs(folder, exist_ok=True)
    try:
        os.mkfifo(folder + "/pipe")
        os.symlink("/dev/zero", folder + "/zero")
        os.symlink(".", folder + "/loop")
    except OSError:
        pass
None
