# style: a fan-out that depends on a first result
# expect-output: Bo 800 of 1000
# expect-output: Cy 1200 of 1000
# expect-calls: 7
import asyncio

members = await get_team_members("engineering")
expenses = await asyncio.gather(*[get_expenses(m["id"], "Q3") for m in members])
budgets = await asyncio.gather(*[get_custom_budget(m["id"]) for m in members])
for member, records, budget in zip(members, expenses, budgets):
    spent = sum(r["amount"] for r in records if r["category"] == "travel" and r["status"] == "approved")
    limit = budget or 1000
    if spent > 500:
        print(member["name"], spent, "of", limit)
