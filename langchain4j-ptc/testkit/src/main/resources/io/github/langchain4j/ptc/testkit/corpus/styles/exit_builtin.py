# style: exit() in the middle of a loop
# expect-output: 0
# expect-output: 1
# expect-exit: 0
for n in range(10):
    if n == 2:
        exit()
    print(n)
