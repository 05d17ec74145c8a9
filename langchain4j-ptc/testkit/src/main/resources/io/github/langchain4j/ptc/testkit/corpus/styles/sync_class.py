# style: a class holds state and calls tools in its methods
# expect-output: Auditor(seen=3)
# expect-json: ["e3"]
class Auditor:
    def __init__(self, limit):
        self.limit = limit
        self.seen = 0

    def over(self, member):
        self.seen += 1
        spent = sum(e["amount"] for e in get_expenses(member["id"], "Q3") if e["category"] == "travel")
        return spent > self.limit

    def __repr__(self):
        return f"Auditor(seen={self.seen})"


auditor = Auditor(1000)
found = [m["id"] for m in get_team_members("engineering") if auditor.over(m)]
print(auditor)
found
