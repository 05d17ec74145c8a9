# style: each thread runs an event loop of its own
# needs: threads
# expect-json: [3, 30]
import asyncio
import threading

results = {}


async def work(name, a, b):
    results[name] = await add(a, b)


def run(name, a, b):
    asyncio.run(work(name, a, b))


threads = [threading.Thread(target=run, args=("x", 1, 2)), threading.Thread(target=run, args=("y", 10, 20))]
for t in threads:
    t.start()
for t in threads:
    t.join()
[results["x"], results["y"]]
