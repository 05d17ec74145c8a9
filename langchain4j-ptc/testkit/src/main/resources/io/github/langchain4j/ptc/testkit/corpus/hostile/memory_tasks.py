# category: memory
# attempt: creates tasks without end
# needs: isolation
# allow: failed, lost, limit
import asyncio

tasks = []
while True:
    tasks.append(asyncio.create_task(asyncio.sleep(1000)))
