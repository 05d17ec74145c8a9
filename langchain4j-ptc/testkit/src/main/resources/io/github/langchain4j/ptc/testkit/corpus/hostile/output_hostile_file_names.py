# category: output
# attempt: leaves files whose names are no good text or lead elsewhere
# allow: returned, failed, limit
import os

for folder in [".", "output", "outputs"]:
    os.makedirs(folder, exist_ok=True)
    for name in [b"a\nb", b"\xff\xfe", b"c:\\x", b"..hidden", b"~", b"x" * 200]:
        try:
            with open(os.fsencode(folder) + b"/" + name, "wb") as f:
                f.write(b"x")
        except OSError:
            pass
None
