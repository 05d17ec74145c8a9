# style: os.write to descriptor 1 is captured and cannot disturb the protocol
# expect-output-has: raw bytes
# expect-text: still fine
import os

os.write(1, b"raw bytes\n")
await echo("still fine")
