# style: a body that is not indented
# expect-error: IndentationError
# expect-line: 5
def work():
return 1
