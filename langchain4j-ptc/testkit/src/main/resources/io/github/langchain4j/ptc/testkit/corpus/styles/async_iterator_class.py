# style: a class with __aiter__ and __anext__
# expect-json: [1, 2, 3]
class Countdown:
    def __init__(self, stop):
        self.n, self.stop = 0, stop

    def __aiter__(self):
        return self

    async def __anext__(self):
        self.n += 1
        if self.n > self.stop:
            raise StopAsyncIteration
        return await echo(self.n)


values = []
async for v in Countdown(3):
    values.append(v)
values
