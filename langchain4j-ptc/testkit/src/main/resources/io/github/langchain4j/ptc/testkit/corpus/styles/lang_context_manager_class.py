# style: a context manager class sees the exception of a tool
# expect-output: enter
# expect-output: exit ToolError
# expect-text: continued
class Guard:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, kind, error, trace):
        print("exit", kind.__name__)
        return kind is ToolError


with Guard():
    fail("inside")
"continued"
