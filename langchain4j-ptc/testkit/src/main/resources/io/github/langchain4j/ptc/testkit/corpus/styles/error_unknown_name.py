# style: a variable that does not exist
# expect-error: NameError
# expect-message: totl
# expect-line: 5
total = add(1, 2); print(totl)
