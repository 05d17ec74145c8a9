# style: dataclasses made from records
# expect-json: [{"name": "Cy", "spent": 1200}, {"name": "Bo", "spent": 800}]
from dataclasses import asdict, dataclass, field


@dataclass(order=True)
class Row:
    spent: int
    name: str = field(compare=False)


rows = []
for m in get_team_members("engineering"):
    spent = sum(
        e["amount"]
        for e in get_expenses(m["id"], "Q3")
        if e["category"] == "travel" and e["status"] == "approved"
    )
    rows.append(Row(spent, m["name"]))
[asdict(r) for r in sorted(rows, reverse=True)[:2]]
