# style: the same argument by position and by name
# expect-error: TypeError
# expect-message: employee_id
# expect-calls: 0
get_expenses("e1", "Q3", employee_id="e2")
