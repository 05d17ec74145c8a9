# style: Decimal and Fraction arithmetic
# expect-json: ["0.30", "1/2", 1.1]
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

total = (Decimal("0.1") + Decimal("0.2")).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
[str(total), str(Fraction(1, 4) + Fraction(1, 4)), float(Decimal("1.10"))]
