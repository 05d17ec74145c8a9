# category: network
# attempt: opens a connection with asyncio streams
# needs: isolation
# allow: returned, failed
import asyncio

try:
    reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", @PORT@), 1)
    writer.write(b"hello")
    await writer.drain()
except (OSError, asyncio.TimeoutError):
    pass
