# style: waiting for what can never happen is an error at once
# reference: no, plain CPython waits for ever
# expect-output: waiting
# expect-error: *
# expect-message: deadlock
import asyncio

print("waiting")
await asyncio.Event().wait()
