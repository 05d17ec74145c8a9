# style: an argument's name is wrong: the error suggests and shows the signature
# reference: no, the message is the runner's
# expect-error: TypeError
# expect-message: employee_id
# expect-message: get_expenses(
# expect-line: 8
# expect-calls: 0
get_expenses(employe_id="e1", quarter="Q3")
