# style: a list that is no valid JSON
# expect-repr: [nan, inf]
[float("nan"), float("inf")]
