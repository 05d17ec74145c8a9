# category: frames
# attempt: puts another file in the place of all descriptors
# allow: returned, failed, exited, lost, limit
import os

fd = os.open(os.devnull, os.O_RDWR)
for other in range(0, 300):
    if other != fd:
        try:
            os.dup2(fd, other)
        except OSError:
            pass
print("still there?")
echo(1)
