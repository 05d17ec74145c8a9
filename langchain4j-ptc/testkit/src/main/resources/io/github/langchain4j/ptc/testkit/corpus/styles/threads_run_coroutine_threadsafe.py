# style: a thread hands a coroutine back to the loop
# needs: threads
# expect-json: 11
import asyncio


async def main():
    loop = asyncio.get_running_loop()

    async def on_loop():
        return await add(5, 6)

    def in_thread():
        return asyncio.run_coroutine_threadsafe(on_loop(), loop).result(30)

    return await asyncio.to_thread(in_thread)


await main()
