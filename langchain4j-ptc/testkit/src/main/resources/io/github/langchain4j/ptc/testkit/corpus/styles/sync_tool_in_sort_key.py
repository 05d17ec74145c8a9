# style: a blocking call inside a sort key
# expect-json: ["e3", "e2", "e1"]
ids = [m["id"] for m in get_team_members("engineering")]
sorted(ids, key=lambda i: get_expenses(i, "Q3")[0]["amount"], reverse=True)
