# style: a failing tool in a TaskGroup, caught as a group
# needs: python3.11
# expect-output: 1 failed: ToolError
import asyncio

try:
    async with asyncio.TaskGroup() as group:
        group.create_task(fail("no such record"))
        group.create_task(slow(5000, "never"))
except* ToolError as errors:
    print(len(errors.exceptions), "failed:", type(errors.exceptions[0]).__name__)
