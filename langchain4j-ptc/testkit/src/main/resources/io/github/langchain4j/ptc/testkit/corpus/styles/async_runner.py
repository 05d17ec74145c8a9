# style: asyncio.Runner keeps one loop for several runs
# needs: python3.11
# expect-json: [3, 7]
import asyncio


async def work(a, b):
    return await add(a, b)


with asyncio.Runner() as runner:
    results = [runner.run(work(1, 2)), runner.run(work(3, 4))]
results
