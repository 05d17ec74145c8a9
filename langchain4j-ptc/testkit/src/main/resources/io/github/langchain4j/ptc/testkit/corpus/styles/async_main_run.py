# style: async main started with asyncio.run, no top-level await
# expect-output: [1, 2, 3]
import asyncio


async def main():
    print(await asyncio.gather(echo(1), echo(2), echo(3)))


asyncio.run(main())
