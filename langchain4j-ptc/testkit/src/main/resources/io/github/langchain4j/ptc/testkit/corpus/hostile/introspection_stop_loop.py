# category: introspection
# attempt: stops and closes its event loop
# allow: returned, failed, exited, lost, limit
import asyncio

loop = asyncio.get_running_loop()
loop.stop()
await echo(1)
try:
    loop.close()
except RuntimeError:
    pass
await echo(2)
