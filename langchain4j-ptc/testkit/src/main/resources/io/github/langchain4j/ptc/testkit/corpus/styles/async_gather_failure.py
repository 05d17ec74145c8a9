# style: one of three fails, gather raises, the program catches
# expect-output: caught nope
import asyncio

try:
    await asyncio.gather(echo("a"), fail("nope"), echo("c"))
except ToolError as error:
    print("caught", "nope" if "nope" in str(error) else error)
