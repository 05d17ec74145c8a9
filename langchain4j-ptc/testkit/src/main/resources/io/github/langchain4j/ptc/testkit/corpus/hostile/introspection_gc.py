# category: introspection
# attempt: finds all functions with the garbage collector and breaks those of the runner
# allow: returned, failed, exited, lost, limit
import gc
import types


def broken(*args, **kwargs):
    raise RuntimeError("broken")


for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and "runner" in thing.__code__.co_filename:
        try:
            thing.__code__ = broken.__code__
        except Exception:
            pass
