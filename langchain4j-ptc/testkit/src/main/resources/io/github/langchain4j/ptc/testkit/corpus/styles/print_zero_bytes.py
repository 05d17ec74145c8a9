# style: control characters pass through
# expect-output-raw: "a\u0000b\u001b[1m\tc\n"
print("a\0b\x1b[1m\tc")
