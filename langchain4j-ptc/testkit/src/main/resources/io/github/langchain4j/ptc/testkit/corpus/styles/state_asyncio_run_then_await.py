# style: asyncio.run in one program, top-level await in the next
# expect-json: 3
import asyncio


async def work():
    return await add(1, 2)


asyncio.run(work())
# --- next program
# expect-json: [3, 3]
list(await asyncio.gather(work(), work()))
# --- next program
# expect-json: 3
asyncio.run(work())
