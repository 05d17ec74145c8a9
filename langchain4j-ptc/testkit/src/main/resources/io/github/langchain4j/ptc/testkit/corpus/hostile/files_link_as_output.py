# category: files
# attempt: leaves links to files of the host where output files are collected
# needs: isolation
# allow: returned, failed
import os

for folder in [".", "output", "outputs", "out"]:
    try:
        os.makedirs(folder, exist_ok=True)
        os.symlink("@SECRET_FILE@", folder + "/report.txt")
        os.symlink("@SECRET_FOLDER@", folder + "/reports")
        os.link("@SECRET_FILE@", folder + "/hard.txt")
    except OSError:
        pass
