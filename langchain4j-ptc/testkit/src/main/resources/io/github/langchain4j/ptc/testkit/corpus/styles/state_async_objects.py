# style: locks and queues made in one program work in the next: one loop per session
# expect-json: 1
import asyncio

lock, queue = asyncio.Lock(), asyncio.Queue()
async with lock:
    await queue.put(await echo("item"))
queue.qsize()
# --- next program
# expect-text: item
async with lock:
    item = await queue.get()
item
