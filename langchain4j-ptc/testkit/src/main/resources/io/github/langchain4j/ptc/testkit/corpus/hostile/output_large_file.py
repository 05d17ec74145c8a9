# category: output
# attempt: leaves one file that is larger than may be collected
# allow: returned, limit, failed
import os

for folder in [".", "output", "outputs"]:
    os.makedirs(folder, exist_ok=True)
    with open(folder + "/large.bin", "wb") as f:
        f.write(b"x" * 30_000_000)
