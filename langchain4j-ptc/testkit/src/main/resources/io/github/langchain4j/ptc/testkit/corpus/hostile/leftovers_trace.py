# category: leftovers
# attempt: trace and profile functions that change the next program
# allow: returned
import sys
import threading


def haunt(frame, event, arg):
    if "x" in frame.f_globals:
        frame.f_globals["x"] = "haunted"
    return haunt


sys.settrace(haunt)
sys.setprofile(haunt)
threading.settrace(haunt)
None
# --- next program
# expect-json: 1
x = 1


def read():
    return x


read()
