# style: nested structures go out and come back unchanged
# expect-json: {"a": [1, {"b": [null, true, "x"]}], "empty": {}, "list": []}
echo({"a": [1, {"b": [None, True, "x"]}], "empty": {}, "list": []})
