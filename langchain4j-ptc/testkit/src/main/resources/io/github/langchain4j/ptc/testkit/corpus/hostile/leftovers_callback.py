# category: leftovers
# attempt: a timer of the event loop that fires in the next program
# allow: returned, failed
import asyncio

loop = asyncio.get_running_loop()


def haunt():
    print("boo")
    asyncio.ensure_future(note("boo"))
    loop.call_later(0.01, haunt)


loop.call_later(0.05, haunt)
await asyncio.sleep(0)
# --- next program
# expect-output: mine
# expect-calls: 0
import asyncio

await asyncio.sleep(0.15)
print("mine")
