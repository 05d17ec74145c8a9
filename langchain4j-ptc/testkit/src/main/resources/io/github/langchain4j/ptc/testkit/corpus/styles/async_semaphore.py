# style: a semaphore bounds the parallel calls
# expect-json: {"sum": 45, "most": 3}
import asyncio

gate = asyncio.Semaphore(3)
running = most = 0


async def work(n):
    global running, most
    async with gate:
        running += 1
        most = max(most, running)
        value = await echo(n)
        running -= 1
        return value


total = sum(await asyncio.gather(*(work(n) for n in range(10))))
{"sum": total, "most": most}
