# style: a top-level return inside try, with finally
# expect-output: finally
# expect-json: 1
try:
    return 1
finally:
    print("finally")
