# style: positional first, keyword second
# expect-json: 30
# expect-calls: 2
x = add(10, b=5)
y = add(x, b=15)
y
