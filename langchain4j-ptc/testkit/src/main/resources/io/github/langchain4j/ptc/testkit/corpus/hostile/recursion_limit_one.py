# category: recursion
# attempt: lowers the recursion limit so far that the runner cannot work
# allow: returned, failed, lost
import sys

for n in range(1, 60):
    try:
        sys.setrecursionlimit(n)
        break
    except RecursionError:
        pass
n
# --- next session
# expect-json: 500
def down(n):
    return n if n == 500 else down(n + 1)


down(0)
