# style: calls inside a function that is defined and used by the program
# expect-text: Ada: 400, Bo: 800, Cy: 1200
def travel(employee_id):
    return sum(
        e["amount"]
        for e in get_expenses(employee_id, "Q3")
        if e["category"] == "travel" and e["status"] == "approved"
    )


", ".join(f"{m['name']}: {travel(m['id'])}" for m in get_team_members("engineering"))
