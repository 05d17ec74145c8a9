# style: shield keeps a call alive when the waiter gives up
# expect-json: ["gave up", "kept"]
import asyncio

call = asyncio.ensure_future(slow(200, "kept"))
log = []
try:
    await asyncio.wait_for(asyncio.shield(call), timeout=0.02)
except asyncio.TimeoutError:
    log.append("gave up")
log.append(await call)
log
