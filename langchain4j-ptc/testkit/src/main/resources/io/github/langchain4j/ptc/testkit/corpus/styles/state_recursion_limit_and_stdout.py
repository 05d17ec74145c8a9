# style: a replaced sys.stdout is put back before the next program
# reference: no, plain CPython keeps it
# expect-any:
import io
import sys

sys.stdout = io.StringIO()
print("lost in the buffer")
# --- next program
# expect-output: seen again
print("seen again")
