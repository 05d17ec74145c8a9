# style: the trap of a generator expression with await inside sum
# expect-error: TypeError
# expect-message: async_generator
# expect-line: 5
sum(await echo(n) for n in range(3))
