# style: sys.exit() without a code
# expect-output: before
# expect-exit: 0
import sys

print("before")
sys.exit()
print("after")
