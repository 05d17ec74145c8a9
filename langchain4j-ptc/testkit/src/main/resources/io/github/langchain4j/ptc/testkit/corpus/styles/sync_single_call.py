# style: plain synchronous code, one call
# expect-output: 5
# expect-calls: 1
total = add(2, 3)
print(total)
