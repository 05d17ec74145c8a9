# style: a record is read from a call that was not awaited
# expect-error: *
# expect-message: await
# expect-line: 7
# reference: no, the message is the runner's
await echo(1)
name = get_team_members("engineering")[0]["name"]
