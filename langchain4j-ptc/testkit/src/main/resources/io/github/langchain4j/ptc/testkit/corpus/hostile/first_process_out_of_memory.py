# category: first process
# attempt: has the kernel look for somebody to kill, itself spread over many small processes
# needs: isolation, processes
# allow: failed, limit, lost
import os
import time

kept = []
for _ in range(40):
    try:
        if os.fork() == 0:
            try:
                open("/proc/self/oom_score_adj", "w").write("0")
            except OSError:
                pass
            while True:
                kept.append(bytearray(b"x" * 65_536))
                time.sleep(0.001)
    except OSError:
        pass
while True:
    kept.append(bytearray(b"x" * 65_536))
    time.sleep(0.001)
