# style: NamedTuple and Enum
# expect-output: Money(amount=3, unit=<Unit.EUR: 'eur'>)
from enum import Enum
from typing import NamedTuple


class Unit(Enum):
    EUR = "eur"


class Money(NamedTuple):
    amount: int
    unit: Unit


print(Money(add(1, 2), Unit.EUR))
