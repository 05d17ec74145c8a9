# style: one of three fails, gather keeps the others
# expect-json: ["a", "ToolError", "c"]
import asyncio

results = await asyncio.gather(echo("a"), fail("nope"), echo("c"), return_exceptions=True)
[type(r).__name__ if isinstance(r, Exception) else r for r in results]
