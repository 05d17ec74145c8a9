# style: one positional argument too many
# expect-error: TypeError
# expect-message: get_custom_budget
# expect-calls: 0
get_custom_budget("e1", "Q3")
