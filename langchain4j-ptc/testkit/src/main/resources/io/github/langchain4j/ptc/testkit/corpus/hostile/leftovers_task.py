# category: leftovers
# attempt: a task that refuses to be cancelled and prints into the next program
# allow: returned, failed, limit, lost
import asyncio


async def haunt():
    while True:
        try:
            await asyncio.sleep(0.01)
            print("boo")
        except asyncio.CancelledError:
            pass


task = asyncio.create_task(haunt())
await asyncio.sleep(0)
# --- next program
# expect-output: mine
import asyncio

await asyncio.sleep(0.1)
print("mine")
