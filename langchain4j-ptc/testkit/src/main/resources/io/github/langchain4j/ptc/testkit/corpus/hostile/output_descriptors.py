# category: output
# attempt: floods the descriptors 1 and 2 directly
# allow: limit
import os

while True:
    os.write(1, b"x" * 5000)
    os.write(2, b"x" * 5000)
