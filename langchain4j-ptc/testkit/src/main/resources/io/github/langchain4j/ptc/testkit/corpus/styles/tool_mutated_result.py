# style: results are the program's own copies
# expect-json: [3, 4]
members = get_team_members("engineering")
members.append({"id": "x"})
[len(get_team_members("engineering")), len(members)]
