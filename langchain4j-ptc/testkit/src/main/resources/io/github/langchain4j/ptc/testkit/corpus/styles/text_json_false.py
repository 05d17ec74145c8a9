# style: JSON pasted as Python explains itself
# expect-error: NameError
# expect-message: true
# expect-line: 5
settings = {"active": true, "deleted": false, "parent": null}
