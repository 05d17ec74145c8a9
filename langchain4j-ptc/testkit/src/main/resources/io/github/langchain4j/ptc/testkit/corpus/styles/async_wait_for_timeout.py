# style: wait_for gives up on a slow tool and goes on
# expect-output: timed out
# expect-text: next
# expect-calls: 2
import asyncio

try:
    await asyncio.wait_for(slow(8000, "late"), timeout=0.05)
except asyncio.TimeoutError:
    print("timed out")
await echo("next")
