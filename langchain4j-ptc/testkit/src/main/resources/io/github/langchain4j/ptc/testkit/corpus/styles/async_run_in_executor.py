# style: run_in_executor with the default executor
# expect-json: [2, 4, 6]
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.run_in_executor(None, add, n, n) for n in (1, 2, 3)]
    return list(await asyncio.gather(*futures))


asyncio.run(main())
