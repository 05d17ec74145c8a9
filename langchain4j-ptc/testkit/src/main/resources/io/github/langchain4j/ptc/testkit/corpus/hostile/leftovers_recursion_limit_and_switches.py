# category: leftovers
# attempt: leaves the interpreter with other limits and switches
# allow: returned
import gc
import sys
import warnings

sys.setrecursionlimit(100)
sys.setswitchinterval(1000)
gc.disable()
warnings.simplefilter("error")
None
# --- next session
# expect-json: [300, true]
import gc


def down(n):
    return n if n == 300 else down(n + 1)


[down(0), gc.isenabled()]
