# category: output
# attempt: leaves more and larger files than may be collected
# allow: returned, limit, failed
import os

for folder in [".", "output", "outputs"]:
    os.makedirs(folder, exist_ok=True)
    for n in range(2000):
        with open(f"{folder}/file{n}.bin", "wb") as f:
            f.write(b"x" * 1000)
