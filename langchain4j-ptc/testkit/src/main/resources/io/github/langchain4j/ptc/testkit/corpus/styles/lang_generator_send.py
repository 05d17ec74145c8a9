# style: a generator with send and yield from
# expect-json: [1, 2, "a", "b", "end"]
def inner():
    received = yield 1
    yield received
    return "end"


def outer():
    yield from "ab"
    result = yield from inner()
    yield result


generator = outer()
letters = [next(generator), next(generator)]
numbers = [next(generator), generator.send(2)]
numbers + letters + [next(generator)]
