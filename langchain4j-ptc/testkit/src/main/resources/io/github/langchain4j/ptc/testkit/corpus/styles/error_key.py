# style: a KeyError with its line
# expect-error: KeyError
# expect-message: salary
# expect-line: 5
get_team_members("engineering")[0]["salary"]
