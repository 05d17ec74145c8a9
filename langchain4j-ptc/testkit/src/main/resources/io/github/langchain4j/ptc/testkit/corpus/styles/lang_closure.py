# style: closures with nonlocal
# expect-json: [1, 3, 6]
def counter():
    total = 0

    def step(n):
        nonlocal total
        total = add(total, n)
        return total

    return step


step = counter()
[step(1), step(2), step(3)]
