# style: blocking calls inside a comprehension
# expect-json: [0, 2, 4, 6]
[add(n, n) for n in range(4)]
