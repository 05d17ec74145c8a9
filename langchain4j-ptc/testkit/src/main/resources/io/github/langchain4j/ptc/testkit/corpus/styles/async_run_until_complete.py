# style: the loop of the thread, run_until_complete
# expect-json: 9
import asyncio


async def main():
    return await add(4, 5)


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
result = loop.run_until_complete(main())
result
