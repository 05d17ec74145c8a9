# style: a background task fails and nobody looks
# expect-text: ok
# expect-output-has: nobody looks
import asyncio


async def broken():
    raise ValueError("nobody looks")


task = asyncio.ensure_future(broken())
await asyncio.sleep(0)
result = await echo("ok")
del task
result
