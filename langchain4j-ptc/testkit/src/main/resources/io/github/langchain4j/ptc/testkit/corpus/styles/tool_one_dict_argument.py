# style: all arguments as one dict, as the API of some providers has it
# reference: no, plain functions take arguments
# expect-json: 4
len(get_expenses({"employee_id": "e1", "quarter": "Q3"}))
