# category: environment
# attempt: reads environment and command lines of all processes
# needs: isolation
# allow: returned
import glob

for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try:
        print(open(path).read())
    except OSError:
        pass
