# category: frames
# attempt: keeps the runner from reading while the host answers with large values
# allow: returned, failed, limit, lost
import asyncio
import time

calls = [asyncio.create_task(echo("x" * 500_000)) for _ in range(8)]
await asyncio.sleep(0.01)
end = time.monotonic() + 0.5
while time.monotonic() < end:
    pass
results = await asyncio.gather(*calls)
len(results)
