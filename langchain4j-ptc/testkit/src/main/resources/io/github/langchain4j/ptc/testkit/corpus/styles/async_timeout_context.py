# style: asyncio.timeout around a slow tool
# needs: python3.11
# expect-text: gave up
import asyncio

try:
    async with asyncio.timeout(0.05):
        answer = await slow(8000, "late")
except TimeoutError:
    answer = "gave up"
answer
