# style: the last print has no newline
# expect-output-raw: "progress..."
import sys

sys.stdout.write("progress...")
sys.stdout.flush()
