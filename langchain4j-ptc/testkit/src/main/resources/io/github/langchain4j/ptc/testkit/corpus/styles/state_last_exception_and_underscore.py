# style: nothing of an earlier program's handler leaks
# expect-error: NameError
try:
    fail("x")
except ToolError as error:
    pass
error
# --- next program
# expect-json: 1
1
