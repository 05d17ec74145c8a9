# style: gather over a generator expression
# expect-json: [2, 4, 6, 8]
# expect-calls: 4
import asyncio

results = await asyncio.gather(*(add(n, n) for n in range(1, 5)))
list(results)
