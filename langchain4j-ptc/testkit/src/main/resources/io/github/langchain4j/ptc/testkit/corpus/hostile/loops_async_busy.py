# category: loops
# attempt: keeps the event loop busy beside an open call
# allow: limit
import asyncio


async def busy():
    while True:
        await asyncio.sleep(0)


await asyncio.gather(busy(), slow(100_000))
