# style: a seeded random generator gives CPython's numbers
# expect-json: [2, 5, 1, 3, 1]
import random

generator = random.Random(42)
generator.seed(1)
[generator.randint(1, 6) for _ in range(5)]
