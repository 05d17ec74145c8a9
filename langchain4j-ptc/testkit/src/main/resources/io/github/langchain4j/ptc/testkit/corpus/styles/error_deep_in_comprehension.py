# style: a TypeError inside a comprehension
# expect-error: TypeError
# expect-line: 4
total = sum(e["amount"] + "€" for e in get_expenses("e1", "Q3"))
