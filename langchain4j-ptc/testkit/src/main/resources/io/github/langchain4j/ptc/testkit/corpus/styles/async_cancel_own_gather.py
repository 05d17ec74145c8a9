# style: pending tasks at the program's end are cancelled
# expect-output: end
import asyncio


async def background():
    while True:
        await asyncio.sleep(0.5)


task = asyncio.create_task(background())
await echo(1)
print("end")
