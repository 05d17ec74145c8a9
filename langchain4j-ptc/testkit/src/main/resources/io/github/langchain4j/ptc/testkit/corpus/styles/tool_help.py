# style: help(tool) prints the documentation
# reference: no, the text is the runner's
# expect-output-has: get_expenses(
help(get_expenses)
