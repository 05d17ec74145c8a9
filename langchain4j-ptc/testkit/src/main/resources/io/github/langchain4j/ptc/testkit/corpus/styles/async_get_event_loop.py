# style: asyncio.get_event_loop().run_until_complete in synchronous code
# expect-json: [1, 2]
import asyncio
import warnings

warnings.simplefilter("ignore", DeprecationWarning)


async def main():
    return list(await asyncio.gather(echo(1), echo(2)))


asyncio.get_event_loop().run_until_complete(main())
