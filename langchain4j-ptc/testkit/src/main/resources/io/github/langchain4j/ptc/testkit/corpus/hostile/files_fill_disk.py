# category: files
# attempt: fills the disk with one large file
# needs: isolation
# allow: failed, limit, lost
block = b"x" * (1 << 20)
with open("large", "wb") as f:
    for _ in range(1 << 20):
        f.write(block)
