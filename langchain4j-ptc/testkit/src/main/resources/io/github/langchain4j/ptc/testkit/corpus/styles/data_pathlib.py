# style: pathlib: folders, globbing, json files
# expect-json: {"names": ["a.json", "b.json"], "sum": 30}
import json
from pathlib import Path

folder = Path("data")
folder.mkdir(exist_ok=True)
(folder / "a.json").write_text(json.dumps({"n": 10}))
(folder / "b.json").write_text(json.dumps({"n": add(10, 10)}))
files = sorted(folder.glob("*.json"))
{"names": [f.name for f in files], "sum": sum(json.loads(f.read_text())["n"] for f in files)}
