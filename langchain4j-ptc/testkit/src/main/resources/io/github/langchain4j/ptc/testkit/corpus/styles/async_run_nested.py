# style: asyncio.run below top-level await
# expect-json: [1, 5]
import asyncio


async def main():
    return await add(2, 3)


one = await echo(1)
five = asyncio.run(main())
[one, five]
