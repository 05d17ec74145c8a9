# style: as_completed, results in the order in which they come
# expect-json: [1, 2, 3]
import asyncio

seen = []
for future in asyncio.as_completed([slow(30, 3), slow(10, 1), slow(20, 2)]):
    seen.append(await future)
sorted(seen)
