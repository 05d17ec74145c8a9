# style: a table formatted for reading
# expect-output: | name | spent |
# expect-output: |------|------:|
# expect-output: | Cy   |  1200 |
# expect-output: | Bo   |   800 |
# expect-output: | Ada  |   400 |
rows = []
for m in get_team_members("engineering"):
    records = get_expenses(m["id"], "Q3")
    rows.append((m["name"], sum(r["amount"] for r in records if r["category"] == "travel")))
print("| name | spent |")
print("|------|------:|")
for name, spent in sorted(rows, key=lambda r: -r[1]):
    print(f"| {name:<4} | {spent:>5} |")
