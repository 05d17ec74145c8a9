# style: finally and else run, the error comes through
# expect-output: finally
# expect-error: AssertionError
# expect-message: amounts must be positive
try:
    assert echo(-1) > 0, "amounts must be positive"
except ToolError:
    print("not here")
else:
    print("nor here")
finally:
    print("finally")
