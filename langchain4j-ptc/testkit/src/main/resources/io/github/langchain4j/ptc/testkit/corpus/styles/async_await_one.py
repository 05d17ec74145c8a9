# style: top-level await of one call
# expect-output: 5
total = await add(2, 3)
print(total)
