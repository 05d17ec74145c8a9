# category: loops
# attempt: wakes up a thousand times a second beside an open call
# allow: limit
import asyncio


async def ticking():
    while True:
        await asyncio.sleep(0.001)


await asyncio.gather(ticking(), slow(100_000))
