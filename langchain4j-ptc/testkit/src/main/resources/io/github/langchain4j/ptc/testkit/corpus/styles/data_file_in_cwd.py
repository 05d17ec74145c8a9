# style: a file is written and read in the working folder
# expect-json: [2, "e1,400"]
with open("report.csv", "w", encoding="utf-8") as f:
    f.write("e1,400\n")
    f.write("e2,800\n")
with open("report.csv", encoding="utf-8") as f:
    lines = f.read().splitlines()
[len(lines), lines[0]]
