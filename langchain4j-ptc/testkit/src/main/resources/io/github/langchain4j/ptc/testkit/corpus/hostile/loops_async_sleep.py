# category: loops
# attempt: sleeps for a day in the event loop
# allow: limit
import asyncio

await asyncio.sleep(86_400)
