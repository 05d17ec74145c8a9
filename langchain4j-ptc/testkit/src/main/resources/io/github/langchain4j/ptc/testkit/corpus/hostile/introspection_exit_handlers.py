# category: introspection
# attempt: registers handlers that never end for when the interpreter exits
# allow: returned, failed, exited
import atexit
import sys


def forever():
    while True:
        pass


atexit.register(forever)
sys.exit(0)
