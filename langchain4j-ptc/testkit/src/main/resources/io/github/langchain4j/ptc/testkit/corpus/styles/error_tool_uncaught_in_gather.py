# style: the failure of a tool inside gather ends the program
# expect-error: ToolError
# expect-message: no such employee
import asyncio

await asyncio.gather(echo(1), fail("no such employee"), echo(2))
