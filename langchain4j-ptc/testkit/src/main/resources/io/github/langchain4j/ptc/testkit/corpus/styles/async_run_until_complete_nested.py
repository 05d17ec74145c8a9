# style: run_until_complete on the running loop, below top-level await
# reference: no, plain CPython refuses to re-enter a running loop
# expect-json: [0, 9]
import asyncio


async def main():
    return await add(4, 5)


zero = await echo(0)
nine = asyncio.get_event_loop().run_until_complete(main())
[zero, nine]
