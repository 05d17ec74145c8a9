# category: frames
# attempt: reads what the host sends to the runner
# allow: returned, failed, lost, limit
import os

for fd in range(0, 300):
    try:
        os.set_blocking(fd, False)
        os.read(fd, 1 << 20)
    except (OSError, AttributeError):
        pass
echo(1)
