# style: a synchronous helper of pure Python between awaits
# expect-json: {"Ada": 400, "Bo": 800, "Cy": 1200}
import asyncio


def travel(records):
    return sum(r["amount"] for r in records if r["category"] == "travel" and r["status"] == "approved")


members = await get_team_members(department="engineering")
records = await asyncio.gather(*(get_expenses(m["id"], quarter="Q3") for m in members))
{m["name"]: travel(r) for m, r in zip(members, records)}
