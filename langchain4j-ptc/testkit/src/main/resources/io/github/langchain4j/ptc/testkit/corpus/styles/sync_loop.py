# style: a for loop over blocking calls
# expect-json: {"e1": 400, "e2": 800, "e3": 1200}
# expect-calls: 4
totals = {}
for member in get_team_members("engineering"):
    expenses = get_expenses(member["id"], "Q3")
    totals[member["id"]] = sum(
        e["amount"] for e in expenses if e["status"] == "approved" and e["category"] == "travel"
    )
totals
