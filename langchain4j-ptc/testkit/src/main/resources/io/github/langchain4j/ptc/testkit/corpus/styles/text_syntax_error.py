# style: invalid Python
# expect-error: SyntaxError
# expect-line: 5
# expect-calls: 0
print("never run"
