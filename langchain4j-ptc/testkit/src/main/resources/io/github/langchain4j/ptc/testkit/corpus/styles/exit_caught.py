# style: SystemExit can be caught
# expect-text: stayed
import sys

try:
    sys.exit(1)
except SystemExit:
    pass
"stayed"
