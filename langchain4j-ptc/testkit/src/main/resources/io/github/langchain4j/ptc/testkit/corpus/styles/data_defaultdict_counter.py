# style: collections: defaultdict, Counter, most_common
# expect-json: {"sums": {"travel": 400, "meals": 600}, "most": ["travel", 2]}
from collections import Counter, defaultdict

sums, counts = defaultdict(int), Counter()
for e in get_expenses("e1", "Q3"):
    sums[e["category"]] += e["amount"]
    counts[e["category"]] += 1
{"sums": dict(sums), "most": list(counts.most_common(1)[0])}
