# style: timers and calls together
# expect-json: ["slept", "called"]
import asyncio


async def nap():
    await asyncio.sleep(0.02)
    return "slept"


list(await asyncio.gather(nap(), slow(10, "called")))
