# category: memory
# attempt: a compressed block that grows a thousand times, again and again
# needs: isolation
# allow: failed, lost, limit
import zlib

bomb = zlib.compress(bytes(16 << 20))
kept = []
while True:
    kept.append(zlib.decompress(bomb))
