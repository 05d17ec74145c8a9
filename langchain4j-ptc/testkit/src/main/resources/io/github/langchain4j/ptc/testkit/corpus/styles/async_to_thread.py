# style: a blocking helper moved to a thread, its tool calls block there
# expect-json: [3, 7]
import asyncio


def blocking(a, b):
    return add(a, b)


list(await asyncio.gather(asyncio.to_thread(blocking, 1, 2), asyncio.to_thread(blocking, 3, 4)))
