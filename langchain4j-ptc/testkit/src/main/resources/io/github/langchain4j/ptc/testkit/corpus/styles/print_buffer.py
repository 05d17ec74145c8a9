# style: bytes written to sys.stdout.buffer
# expect-output-has: bytes
import sys

sys.stdout.flush()
sys.stdout.buffer.write(b"bytes\n")
sys.stdout.buffer.flush()
