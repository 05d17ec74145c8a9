# style: loops with else, break and continue
# expect-json: [1, "exhausted"]
seen = []
for n in range(5):
    if n % 2 == 0:
        continue
    if n > 2:
        break
    seen.append(echo(n))
else:
    seen.append("not here")
while False:
    pass
else:
    seen.append("exhausted")
seen
