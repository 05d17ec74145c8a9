# style: a number
# expect-json: 3.5
7 / 2
