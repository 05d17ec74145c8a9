# style: the failure of a tool is caught as ToolError
# expect-output: caught ToolError
# expect-text: went on
try:
    fail("no such employee")
except ToolError as error:
    assert "no such employee" in str(error)
    print("caught", type(error).__name__)
"went on"
