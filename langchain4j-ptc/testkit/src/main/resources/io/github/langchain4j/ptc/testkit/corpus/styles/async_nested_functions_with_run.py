# style: synchronous helpers that each use asyncio.run, called from a plain program
# expect-json: [[1, 2], [3, 4]]
import asyncio


def both(a, b):
    async def main():
        return await asyncio.gather(echo(a), echo(b))

    return list(asyncio.run(main()))


[both(1, 2), both(3, 4)]
