# style: heapq, bisect, functools.reduce, lru_cache
# expect-json: [[9, 7], 2, 24, 13]
import bisect
import functools
import heapq


@functools.lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


values = [echo(n) for n in (7, 1, 9, 3)]
[
    heapq.nlargest(2, values),
    bisect.bisect([1, 3, 7], 3),
    functools.reduce(lambda a, b: a * b, [1, 2, 3, 4]),
    fib(7),
]
