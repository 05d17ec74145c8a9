# style: an integer beyond 64 bits
# expect-json: 1267650600228229401496703205376
2**100
