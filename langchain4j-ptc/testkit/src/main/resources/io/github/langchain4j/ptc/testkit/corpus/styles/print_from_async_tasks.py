# style: prints of tasks, each before and after its call
# expect-output-unordered: start a
# expect-output-unordered: start b
# expect-output-unordered: end a
# expect-output-unordered: end b
import asyncio


async def work(name):
    print("start", name)
    await echo(name)
    print("end", name)


await asyncio.gather(work("a"), work("b"))
None
