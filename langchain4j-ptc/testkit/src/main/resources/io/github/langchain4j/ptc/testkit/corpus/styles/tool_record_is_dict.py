# style: records are ordinary dicts: isinstance, json, copy, update, unpacking
# expect-json: [true, "Ada", {"id": "e1", "name": "X", "level": 3, "new": 1}]
import copy
import json

member = get_team_members("engineering")[0]
again = json.loads(json.dumps(member))
changed = {**copy.deepcopy(member), "name": "X"}
changed.update(new=1)
[isinstance(member, dict), again["name"], changed]
