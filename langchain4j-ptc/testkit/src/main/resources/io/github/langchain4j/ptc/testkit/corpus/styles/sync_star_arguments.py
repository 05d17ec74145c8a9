# style: arguments unpacked from a list and from a dict
# expect-json: [3, 7]
pair = [1, 2]
named = {"a": 3, "b": 4}
[add(*pair), add(**named)]
