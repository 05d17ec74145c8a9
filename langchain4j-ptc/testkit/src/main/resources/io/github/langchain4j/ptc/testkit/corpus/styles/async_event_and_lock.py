# style: asyncio.Event and asyncio.Lock between tasks
# expect-json: ["ready", "first", "second"]
import asyncio


async def main():
    ready, lock, log = asyncio.Event(), asyncio.Lock(), []

    async def waiter(name):
        await ready.wait()
        async with lock:
            log.append(await echo(name))

    tasks = [asyncio.create_task(waiter("first")), asyncio.create_task(waiter("second"))]
    log.append(await echo("ready"))
    ready.set()
    await asyncio.gather(*tasks)
    return log


asyncio.run(main())
