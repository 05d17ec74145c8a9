# style: a few thousand lines arrive complete and in order
# expect-output-length: 28890
# expect-output-has: line 1500
for n in range(3000):
    print("line", n)
