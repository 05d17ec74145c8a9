# style: bytes
# expect-repr: b'\x00abc'
b"\x00abc"
