# style: search_tools finds a function by words, awaited or not
# reference: no, there it does not exist
# expect-json: [true, true, false]
found = await search_tools("expenses of an employee")
["def get_expenses(" in found, found == search_tools("expenses of an employee"), "def echo(" in search_tools("expenses")]
