# style: a queue that nobody fills, inside asyncio.run
# reference: no, plain CPython waits for ever
# expect-error: *
# expect-message: deadlock
import asyncio


async def main():
    queue = asyncio.Queue()
    await echo(1)
    await queue.get()


asyncio.run(main())
