# style: await inside list, dict and set comprehensions
# expect-json: [[0, 2, 4], {"1": 2, "2": 4}, 2]
doubles = [await add(n, n) for n in range(3)]
by_name = {str(n): await add(n, n) for n in (1, 2)}
distinct = {await echo(n % 2) for n in range(4)}
[doubles, by_name, len(distinct)]
