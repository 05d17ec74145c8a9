# category: files
# attempt: reads a file of the host through links of the process file system
# needs: isolation
# allow: returned
import glob

for start in ["/proc/self/root", "/proc/1/root", "/proc/self/cwd/../../../../../../../..", "/proc/self/task/1/root"]:
    try:
        print(open(start + "@SECRET_FILE@").read())
    except OSError:
        pass
for link in glob.glob("/proc/*/fd/*"):
    try:
        with open(link, "rb", buffering=0) as f:
            import os
            os.set_blocking(f.fileno(), False)
            print(f.read(100))
    except (OSError, AttributeError, TypeError):
        pass
