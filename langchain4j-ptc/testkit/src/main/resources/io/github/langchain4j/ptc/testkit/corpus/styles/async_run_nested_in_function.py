# style: a helper uses asyncio.run and is called from async code
# expect-json: 6
import asyncio


async def inner(n):
    await asyncio.sleep(0)
    return await add(n, n)


def helper(n):
    return asyncio.run(inner(n))


async def main():
    return helper(3)


await main()
