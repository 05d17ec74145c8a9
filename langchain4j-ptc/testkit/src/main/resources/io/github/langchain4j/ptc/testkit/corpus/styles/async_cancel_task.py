# style: a task in a tool call is cancelled and cleans up
# expect-output: cleaned up
# expect-output: cancelled
import asyncio


async def work():
    try:
        await slow(8000, "late")
    finally:
        print("cleaned up")


task = asyncio.create_task(work())
await asyncio.sleep(0.01)
task.cancel()
try:
    await task
except asyncio.CancelledError:
    print("cancelled")
