# style: prints to stderr are output too
# expect-output-has: to stderr
# expect-output-has: to stdout
import sys

print("to stderr", file=sys.stderr)
print("to stdout")
