# style: a decorator that retries an async function
# expect-json: ["ok", 3]
import asyncio
import functools


def retry(times):
    def wrap(function):
        @functools.wraps(function)
        async def inner(*args, **kwargs):
            for attempt in range(times):
                try:
                    return await function(*args, **kwargs)
                except ToolError:
                    if attempt == times - 1:
                        raise
                    await asyncio.sleep(0)

        return inner

    return wrap


attempts = 0


@retry(5)
async def work():
    global attempts
    attempts += 1
    return await flaky("retry", 2)


[await work(), attempts]
