# style: a for loop over a call that was not awaited
# expect-error: *
# expect-message: await
# expect-line: 7
# reference: no, the message is the runner's
await echo(1)
for member in get_team_members("engineering"):
    print(member)
