# style: asyncio.run twice in one program
# expect-json: [3, 7]
import asyncio


async def work(a, b):
    return await add(a, b)


first = asyncio.run(work(1, 2))
second = asyncio.run(work(3, 4))
[first, second]
