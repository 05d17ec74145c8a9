# style: f-strings with formats, nested quotes, a call inside
# expect-output: Ada       400.00 €
# expect-output: total=1,200 | 'x' | 50.0%
name, amount = "Ada", 400
print(f"{name:<8}{amount:>8.2f} €")
print(f"total={add(1000, 200):,} | {'x'!r} | {0.5:.1%}")
