# style: the last expression is main() without await
# expect-text: from main
async def main():
    return await echo("from main")


main()
