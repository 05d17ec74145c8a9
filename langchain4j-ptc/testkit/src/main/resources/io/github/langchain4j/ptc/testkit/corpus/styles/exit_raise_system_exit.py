# style: raise SystemExit in an async function
# expect-exit: 2
async def main():
    await echo(1)
    raise SystemExit(2)


await main()
