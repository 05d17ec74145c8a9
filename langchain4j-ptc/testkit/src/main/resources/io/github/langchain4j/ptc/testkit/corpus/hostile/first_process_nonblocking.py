# category: first process
# attempt: makes all descriptors non-blocking, fills them, and closes them
# needs: isolation, processes
# allow: returned, failed, exited, limit, lost
import os

for mode in (False, True, False):
    for fd in range(1024):
        try:
            os.set_blocking(fd, mode)
            if not mode:
                for _ in range(200):
                    os.write(fd, b"x" * 65_536)
        except OSError:
            pass
for fd in range(1024):
    try:
        os.close(fd)
    except OSError:
        pass
echo(1)
