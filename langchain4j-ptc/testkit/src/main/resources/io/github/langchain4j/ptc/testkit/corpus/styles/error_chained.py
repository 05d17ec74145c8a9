# style: raise … from …
# expect-error: RuntimeError
# expect-message: audit failed
# expect-line: 8
try:
    fail("data base is down")
except ToolError as error:
    raise RuntimeError("audit failed") from error
