# style: several statements on a line, the last one is an expression
# expect-json: 6
a = 1; b = 2; a + b + 3
