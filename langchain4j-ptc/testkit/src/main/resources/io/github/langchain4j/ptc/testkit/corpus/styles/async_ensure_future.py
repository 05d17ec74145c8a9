# style: ensure_future accepts a tool call and gives a future with callbacks
# expect-json: ["x", true]
import asyncio

called = []
future = asyncio.ensure_future(echo("x"))
future.add_done_callback(called.append)
result = await future
await asyncio.sleep(0)
[result, called == [future]]
