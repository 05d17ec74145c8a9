# style: records allow attribute access
# reference: no, plain dicts do not
# expect-json: ["Ada", "Ada", 3]
members = get_team_members("engineering")
[members[0].name, members[0]["name"], len(members)]
