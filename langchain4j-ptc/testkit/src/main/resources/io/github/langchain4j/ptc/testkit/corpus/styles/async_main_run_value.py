# style: the value of asyncio.run is the last expression
# expect-json: {"members": 3}
import asyncio


async def main():
    members = await get_team_members("engineering")
    return {"members": len(members)}


asyncio.run(main())
