# style: asyncio.run around a call itself, in plain synchronous code
# reference: no, there the call blocks and asyncio.run gets its value
# expect-json: [3, "x"]
import asyncio

[asyncio.run(add(1, 2)), asyncio.run(echo("x"))]
