# style: asyncio.wait for all of a set of tasks
# expect-json: [1, 2, 3]
import asyncio

tasks = {asyncio.create_task(echo(n)) for n in (3, 1, 2)}
done, pending = await asyncio.wait(tasks)
assert not pending
sorted(t.result() for t in done)
