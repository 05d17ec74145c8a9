# style: call_later and a future set by hand
# expect-text: timer
import asyncio

loop = asyncio.get_running_loop()
future = loop.create_future()
loop.call_later(0.01, future.set_result, "timer")
await echo("meanwhile")
await future
