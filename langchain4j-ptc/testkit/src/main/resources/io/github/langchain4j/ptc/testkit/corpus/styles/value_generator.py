# style: a generator object is not consumed
# expect-repr-like: <generator object .*>
# expect-calls: 0
(echo(n) for n in range(3))
