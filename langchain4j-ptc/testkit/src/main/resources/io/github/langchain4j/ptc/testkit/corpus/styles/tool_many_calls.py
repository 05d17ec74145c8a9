# style: a hundred calls at once
# expect-json: 4950
# expect-calls: 100
import asyncio

sum(await asyncio.gather(*(echo(n) for n in range(100))))
