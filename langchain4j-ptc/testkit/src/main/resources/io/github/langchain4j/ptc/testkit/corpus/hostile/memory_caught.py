# category: memory
# attempt: catches MemoryError and goes on asking
# needs: isolation
# allow: failed, lost, limit
kept = []
while True:
    try:
        kept.append(bytearray(8 << 20))
    except MemoryError:
        pass
