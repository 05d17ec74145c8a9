# style: a required argument is missing
# expect-error: TypeError
# expect-message: quarter
# expect-calls: 0
get_expenses("e1")
