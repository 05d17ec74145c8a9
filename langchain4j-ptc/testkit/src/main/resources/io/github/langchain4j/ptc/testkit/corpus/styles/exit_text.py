# style: sys.exit with a text
# expect-exit: 1
# expect-message: nothing to audit
import sys

sys.exit("nothing to audit")
