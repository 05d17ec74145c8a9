# style: contextlib.redirect_stdout into a StringIO
# expect-output: outside
# expect-text-raw: "inside\n"
import contextlib
import io

buffer = io.StringIO()
with contextlib.redirect_stdout(buffer):
    print("inside")
print("outside")
buffer.getvalue()
