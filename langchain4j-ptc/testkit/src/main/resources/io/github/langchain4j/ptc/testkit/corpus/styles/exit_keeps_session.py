# style: after sys.exit the session goes on with its variables
# expect-exit: 1
import sys

kept = add(1, 2)
sys.exit(1)
# --- next program
# expect-json: 3
kept
