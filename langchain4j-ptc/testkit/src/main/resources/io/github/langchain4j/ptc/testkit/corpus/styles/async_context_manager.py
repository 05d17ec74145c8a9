# style: an async context manager and async with
# expect-output: open
# expect-output: inside 3
# expect-output: close
import contextlib


@contextlib.asynccontextmanager
async def opened():
    print("open")
    try:
        yield await add(1, 2)
    finally:
        print("close")


async with opened() as value:
    print("inside", value)
