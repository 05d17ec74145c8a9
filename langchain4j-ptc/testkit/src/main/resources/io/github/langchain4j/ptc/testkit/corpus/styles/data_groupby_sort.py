# style: sort and itertools.groupby
# expect-json: [["meals", [200, 400]], ["travel", [100, 300]]]
from itertools import groupby
from operator import itemgetter

records = sorted(get_expenses("e1", "Q3"), key=itemgetter("category", "amount"))
[[key, [r["amount"] for r in rows]] for key, rows in groupby(records, key=itemgetter("category"))]
