# style: a temporary file
# expect-text: temp
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x.txt")
    with open(path, "w") as f:
        f.write("temp")
    with open(path) as f:
        text = f.read()
assert not os.path.exists(folder)
text
