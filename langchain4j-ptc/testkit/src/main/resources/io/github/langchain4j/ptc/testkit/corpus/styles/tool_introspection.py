# style: a tool has a name and a docstring
# reference: no, the functions of the reference are others
# expect-json: ["add", true]
[add.__name__, bool(add.__doc__)]
