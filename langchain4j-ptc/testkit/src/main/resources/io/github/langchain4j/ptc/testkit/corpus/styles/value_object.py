# style: an object whose repr is a table, like a data frame's
# expect-repr-raw: "  id  n\n0 e1  1\n1 e2  2"
class Table:
    def __init__(self, rows):
        self.rows = rows

    def __repr__(self):
        lines = ["  id  n"]
        lines += [f"{i} {r['id']}  {r['n']}" for i, r in enumerate(self.rows)]
        return "\n".join(lines)


Table([{"id": "e1", "n": 1}, {"id": "e2", "n": 2}])
