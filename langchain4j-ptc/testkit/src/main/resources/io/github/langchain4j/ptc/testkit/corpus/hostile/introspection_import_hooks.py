# category: introspection
# attempt: installs import hooks, trace functions and exception hooks that raise
# allow: returned, failed, exited, lost, limit
import builtins
import sys
import threading


def broken(*args, **kwargs):
    raise SystemExit(7)


sys.meta_path.insert(0, type("Hook", (), {"find_spec": staticmethod(broken)})())
sys.excepthook = sys.unraisablehook = threading.excepthook = broken
builtins.__import__ = broken
sys.settrace(broken)
