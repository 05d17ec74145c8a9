# category: leftovers
# attempt: closes and replaces the standard streams
# allow: returned, failed, lost
import io
import os
import sys

sys.stdout.close()
sys.stdout = sys.__stdout__ = sys.stderr = io.StringIO()
try:
    os.close(1)
    os.close(2)
except OSError:
    pass
None
# --- next session
# expect-output: seen
print("seen")
