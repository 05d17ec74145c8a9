# style: the result of a call is used without await
# expect-error: *
# expect-message: await
# expect-line: 8
# expect-calls: 1
# reference: no, the message is the runner's
x = await echo(1)
y = add(1, 2) + 3
print("not reached", y)
