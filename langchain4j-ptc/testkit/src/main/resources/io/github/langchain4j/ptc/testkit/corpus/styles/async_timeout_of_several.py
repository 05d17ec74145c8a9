# style: one of several calls runs into its own time limit, the others are kept
# expect-json: ["a", "TimeoutError", "c"]
# expect-calls: 3
import asyncio


async def limited(call, seconds):
    try:
        return await asyncio.wait_for(call, seconds)
    except asyncio.TimeoutError:
        return "TimeoutError"


list(await asyncio.gather(limited(echo("a"), 30), limited(slow(8000, "b"), 0.05), limited(echo("c"), 30)))
