# style: wrong arguments fail at the call, not at the await
# expect-output: caught at the call
# expect-calls: 1
await echo(1)
try:
    call = get_expenses("e1")
except TypeError:
    print("caught at the call")
