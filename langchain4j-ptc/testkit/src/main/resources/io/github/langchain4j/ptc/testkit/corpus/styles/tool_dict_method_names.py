# style: fields named like dict methods are read by subscript, the methods stay methods
# expect-json: {"items": [1, 2], "keys": "k", "size": 5, "has": true}
order = lookup("order-1")
{"items": order["items"], "keys": order["keys"], "size": len(order.items()), "has": "values" in order.keys()}
