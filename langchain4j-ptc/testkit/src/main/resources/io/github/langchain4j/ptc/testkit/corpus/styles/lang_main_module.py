# style: the program's names live in a real __main__ module
# expect-json: [5, "__main__", true]
import __main__
import sys

value = add(2, 3)
[__main__.value, __name__, sys.modules["__main__"] is __main__]
