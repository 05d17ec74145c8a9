# style: except Exception catches it too
# expect-text: no such employee
try:
    await fail("no such employee")
except Exception as error:
    text = str(error)
"no such employee" if "no such employee" in text else text
