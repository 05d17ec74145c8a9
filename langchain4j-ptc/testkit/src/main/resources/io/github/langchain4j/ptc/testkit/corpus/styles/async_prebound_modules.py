# style: asyncio and json are there without an import
# reference: no, the names are bound by the runner
# expect-text: {"sum": [3, 7]}
sums = await asyncio.gather(add(1, 2), add(3, 4))
json.dumps({"sum": sums})
