# style: a TaskGroup of tool calls
# needs: python3.11
# expect-json: [1, 4, 9]
import asyncio

tasks = []
async with asyncio.TaskGroup() as group:
    for n in (1, 2, 3):
        tasks.append(group.create_task(echo(n * n)))
[t.result() for t in tasks]
