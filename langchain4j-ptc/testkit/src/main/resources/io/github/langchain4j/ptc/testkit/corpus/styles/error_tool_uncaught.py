# style: the failure of a tool ends the program with the tool's message
# expect-output: before
# expect-error: ToolError
# expect-message: no such employee
# expect-line: 7
print("before")
fail("no such employee")
