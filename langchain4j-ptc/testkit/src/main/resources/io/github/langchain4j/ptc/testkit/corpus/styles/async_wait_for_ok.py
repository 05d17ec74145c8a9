# style: wait_for with time enough
# expect-text: soon
import asyncio

await asyncio.wait_for(slow(5, "soon"), timeout=30)
