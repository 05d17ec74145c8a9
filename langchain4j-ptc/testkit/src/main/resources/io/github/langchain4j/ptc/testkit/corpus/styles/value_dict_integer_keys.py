# style: a dict with integer keys, as Python's json writes it
# expect-json: {"1": "a", "2": "b"}
{1: "a", 2: "b"}
