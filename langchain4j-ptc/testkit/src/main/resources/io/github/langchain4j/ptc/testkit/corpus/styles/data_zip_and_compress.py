# style: zlib and gzip in memory
# expect-json: [true, "abc"]
import gzip
import zlib

[len(zlib.compress(b"a" * 1000)) < 50, gzip.decompress(gzip.compress(b"abc")).decode()]
