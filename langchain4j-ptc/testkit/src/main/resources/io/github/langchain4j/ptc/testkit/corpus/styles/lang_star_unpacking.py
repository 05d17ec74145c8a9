# style: extended unpacking, merge of dicts, chained comparison
# expect-json: {"first": 1, "rest": [2, 3], "merged": {"a": 1, "b": 3}, "chained": true}
first, *rest = echo([1, 2, 3])
merged = {**{"a": 1, "b": 2}, "b": 3}
{"first": first, "rest": rest, "merged": merged, "chained": 0 < first <= 1}
