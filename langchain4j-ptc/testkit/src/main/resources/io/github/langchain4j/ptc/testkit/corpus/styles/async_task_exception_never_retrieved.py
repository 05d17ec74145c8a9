# style: a background task fails and nobody looks
# expect-text: ok
# reference: no, what is logged is the runner's decision
import asyncio


async def broken():
    raise ValueError("nobody looks")


task = asyncio.ensure_future(broken())
await asyncio.sleep(0)
result = await echo("ok")
del task
result
