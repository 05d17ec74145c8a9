# category: loops
# attempt: waits for an event that nobody sets
# allow: limit, failed
import asyncio

await asyncio.Event().wait()
