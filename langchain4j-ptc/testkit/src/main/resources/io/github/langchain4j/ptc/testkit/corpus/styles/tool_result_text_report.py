# style: a text report is split by the program
# expect-json: {"e1": 400, "e2": 800}
report = give("report")
dict((k, int(v)) for k, v in (line.split(": ") for line in report.strip().splitlines()))
