# style: the Python type of each kind of value
# expect-json: ["str", "int", "float", "bool", "NoneType", "list", "str"]
[type(give(k)).__name__ for k in ("text", "integer", "float", "boolean", "null", "list", "json text")]
