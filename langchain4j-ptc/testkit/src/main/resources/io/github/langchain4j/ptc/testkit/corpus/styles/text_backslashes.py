# style: raw strings, escapes, line continuation
# expect-json: ["a\\d+\n", "C:\\temp", 6]
total = 1 + \
    2 + \
    3
["a\\d+\n", r"C:\temp", total]
