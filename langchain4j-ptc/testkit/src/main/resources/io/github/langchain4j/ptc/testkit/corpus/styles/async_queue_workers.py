# style: workers take ids from a queue
# expect-json: {"e1": 4, "e2": 4, "e3": 4}
import asyncio


async def worker(queue, counts):
    while True:
        member = await queue.get()
        try:
            counts[member["id"]] = len(await get_expenses(member["id"], "Q3"))
        finally:
            queue.task_done()


async def main():
    queue, counts = asyncio.Queue(), {}
    for member in await get_team_members("engineering"):
        queue.put_nowait(member)
    workers = [asyncio.create_task(worker(queue, counts)) for _ in range(2)]
    await queue.join()
    for w in workers:
        w.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    return dict(sorted(counts.items()))


await main()
