# style: indentation with tabs
# expect-json: [2, 4]
result = []
for n in (1, 2):
	if n:
		result.append(add(n, n))
result
