# style: a traceback through the program's own functions
# expect-error: ValueError
# expect-message: bad amount
# expect-line: 7
# expect-line: 11
def check(n):
    raise ValueError(f"bad amount {n}")


def main():
    check(echo(3))


main()
