# style: from __future__ import as the first statement
# expect-json: ["int", 3]
from __future__ import annotations


def work(n: int) -> list[UndefinedName]:
    return add(n, 1)


[work.__annotations__["n"], work(2)]
