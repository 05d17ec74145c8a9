# style: sys.exit inside asyncio.run
# expect-exit: 4
import asyncio
import sys


async def main():
    await echo(1)
    sys.exit(4)


asyncio.run(main())
