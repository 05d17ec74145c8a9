# style: JSON text is decoded by the program
# expect-json: [true, null, 2]
import json

data = json.loads('{"active": true, "parent": null, "n": [1, 2]}')
[data["active"], data["parent"], len(data["n"])]
