# style: tools started as tasks, awaited later
# expect-json: ["a", "b"]
import asyncio

first = asyncio.create_task(echo("a"))
second = asyncio.create_task(echo("b"))
[await first, await second]
