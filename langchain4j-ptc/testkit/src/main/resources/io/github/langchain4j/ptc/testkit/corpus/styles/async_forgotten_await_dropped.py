# style: a call that is never awaited is an error at the end that names tool and line
# expect-error: *
# expect-message: note
# expect-message: 9
# expect-output: after
# reference: no, the error is the runner's
# expect-calls: 1
await echo(1)
note("this is never sent")
print("after")
