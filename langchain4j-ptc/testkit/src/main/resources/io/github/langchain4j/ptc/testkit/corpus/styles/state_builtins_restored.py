# style: a replaced builtin is put back before the next program
# reference: no, plain CPython keeps it
# expect-any:
import builtins

builtins.len = lambda x: 99
len([])
# --- next program
# expect-json: 2
len([1, 2])
