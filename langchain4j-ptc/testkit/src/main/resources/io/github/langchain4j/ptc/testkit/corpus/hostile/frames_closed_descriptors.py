# category: frames
# attempt: closes all descriptors
# allow: returned, failed, exited, lost, limit
import os

os.closerange(0, 1024)
print("still there?")
echo(1)
