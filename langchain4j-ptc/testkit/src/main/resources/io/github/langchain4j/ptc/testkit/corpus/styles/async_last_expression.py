# style: the last expression is an await
# expect-json: 42
await echo(42)
