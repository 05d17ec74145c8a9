# style: a tool's name is misspelled: the error suggests the right one
# reference: no, the suggestion is the runner's
# expect-error: NameError
# expect-message: get_expenses
get_expense("e1", "Q3")
