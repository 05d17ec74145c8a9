# style: tuples, sets, dates, UUIDs, enums, decimals, dataclasses as arguments
# reference: no, plain functions hand the objects back
# expect-json: [[1, 2], [1], "2025-07-01", "2025-07-01T12:30:00", "12345678-1234-5678-1234-567812345678", "eur", 1.5, {"x": 1}]
import dataclasses
import datetime
import decimal
import enum
import uuid


class Unit(enum.Enum):
    EUR = "eur"


@dataclasses.dataclass
class Point:
    x: int


[
    echo((1, 2)),
    echo({1}),
    echo(datetime.date(2025, 7, 1)),
    echo(datetime.datetime(2025, 7, 1, 12, 30)),
    echo(uuid.UUID("12345678-1234-5678-1234-567812345678")),
    echo(Unit.EUR),
    float(echo(decimal.Decimal("1.5"))),
    echo(Point(1)),
]
