# style: csv in memory
# expect-output: id,amount
# expect-output: e1-Q3-1,100
# expect-output: e1-Q3-2,200
# expect-json: 300
import csv
import io

buffer = io.StringIO()
writer = csv.DictWriter(buffer, ["id", "amount"], extrasaction="ignore", lineterminator="\n")
writer.writeheader()
writer.writerows(get_expenses("e1", "Q3")[:2])
print(buffer.getvalue(), end="")
sum(int(row["amount"]) for row in csv.DictReader(io.StringIO(buffer.getvalue())))
