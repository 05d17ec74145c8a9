# style: asyncio.run(main()) behind the main guard
# expect-output: total 2400
import asyncio


async def travel(employee_id: str) -> int:
    records = await get_expenses(employee_id, "Q3")
    return sum(r["amount"] for r in records if r["category"] == "travel" and r["status"] == "approved")


async def main() -> None:
    members = await get_team_members("engineering")
    totals = await asyncio.gather(*(travel(m["id"]) for m in members))
    print("total", sum(totals))


if __name__ == "__main__":
    asyncio.run(main())
