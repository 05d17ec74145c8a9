# style: endless recursion is an ordinary error
# expect-text: RecursionError
def down(n):
    return down(n + 1)


try:
    down(0)
except RecursionError as error:
    name = type(error).__name__
name
