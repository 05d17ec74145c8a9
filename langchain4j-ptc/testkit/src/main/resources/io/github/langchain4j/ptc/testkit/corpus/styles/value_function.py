# style: a function as the last expression
# expect-repr-like: <function work at 0x[0-9a-fA-F]+>
def work():
    pass


work
