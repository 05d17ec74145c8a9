# style: the first of two wins, the other is cancelled
# expect-text: fast
import asyncio

fast = asyncio.create_task(slow(5, "fast"))
late = asyncio.create_task(slow(5000, "late"))
timer = asyncio.create_task(asyncio.sleep(60))
done, pending = await asyncio.wait({fast, timer}, return_when=asyncio.FIRST_COMPLETED)
for task in (late, timer):
    task.cancel()
fast.result()
