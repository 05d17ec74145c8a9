# style: a list of records
# expect-json: [{"id": "e1", "n": 1}, {"id": "e2", "n": 2}]
[{"id": "e1", "n": 1}, {"id": "e2", "n": 2}]
