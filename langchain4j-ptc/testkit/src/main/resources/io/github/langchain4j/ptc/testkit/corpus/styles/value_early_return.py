# style: a top-level return ends the program early
# expect-json: {"early": true}
# expect-calls: 1
value = add(1, 1)
if value == 2:
    return {"early": True}
print("not reached")
add(2, 2)
