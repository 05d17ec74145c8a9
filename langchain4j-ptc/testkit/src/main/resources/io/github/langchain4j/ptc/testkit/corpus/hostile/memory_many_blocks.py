# category: memory
# attempt: collects blocks without end
# needs: isolation
# allow: failed, lost, limit
blocks = []
while True:
    blocks.append(b"x" * (1 << 20) + bytes([len(blocks) % 256]))
