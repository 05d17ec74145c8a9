# style: a traceback through async functions
# expect-error: LookupError
# expect-message: nothing for e9
# expect-line: 9
# expect-line: 14
async def first(employee_id):
    records = await get_expenses(employee_id, "Q3")
    if not records:
        raise LookupError("nothing for " + employee_id)
    return records[0]


async def main():
    return await first("e9")


await main()
