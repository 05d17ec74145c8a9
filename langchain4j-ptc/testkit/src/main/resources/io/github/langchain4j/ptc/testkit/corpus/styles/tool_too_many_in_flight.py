# style: five hundred calls at once, more than may be in flight
# expect-json: 124750
# expect-calls: 500
import asyncio

sum(await asyncio.gather(*(echo(n) for n in range(500))))
