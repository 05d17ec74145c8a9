# category: output
# attempt: prints single characters without end, each flushed
# allow: limit
import sys

while True:
    sys.stdout.write("x")
    sys.stdout.flush()
