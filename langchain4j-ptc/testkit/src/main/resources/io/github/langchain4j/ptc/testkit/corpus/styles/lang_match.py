# style: match statement over records
# needs: python3.10
# expect-json: ["big e1", "small", "nothing"]
def describe(record):
    match record:
        case {"amount": amount, "id": str(id)} if amount > 100:
            return f"big {id}"
        case {"amount": _}:
            return "small"
        case None | []:
            return "nothing"


[describe({"id": "e1", "amount": 200}), describe({"amount": 1}), describe(echo(None))]
