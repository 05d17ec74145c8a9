# style: gather of functions that gather
# expect-json: 24
# expect-calls: 7
import asyncio


async def count(department):
    members = await get_team_members(department)
    per = await asyncio.gather(*(get_expenses(m["id"], "Q3") for m in members))
    return sum(len(p) for p in per)


engineering, sales = await asyncio.gather(count("engineering"), count("sales"))
total = engineering + sales
await add(total, total - 8)
