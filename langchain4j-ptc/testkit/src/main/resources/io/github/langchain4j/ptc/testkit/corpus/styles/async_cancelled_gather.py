# style: a gather is cancelled as a whole
# expect-text: cancelled 3
import asyncio

cancelled = 0


async def work():
    global cancelled
    try:
        await slow(8000)
    except asyncio.CancelledError:
        cancelled += 1
        raise


group = asyncio.gather(work(), work(), work())
await asyncio.sleep(0.01)
group.cancel()
try:
    await group
except asyncio.CancelledError:
    pass
f"cancelled {cancelled}"
