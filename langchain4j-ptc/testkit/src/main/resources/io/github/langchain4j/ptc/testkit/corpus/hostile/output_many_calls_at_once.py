# category: output
# attempt: starts a hundred thousand calls at once
# allow: limit
import asyncio

await asyncio.gather(*(echo(n) for n in range(100_000)), return_exceptions=True)
