# style: inspect.getsource works on the program's functions
# expect-text-raw: "def work():\n    return 1\n"
import inspect


def work():
    return 1


inspect.getsource(work)
