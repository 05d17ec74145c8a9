# category: introspection
# attempt: walks up the stack and overwrites the runner's variables
# allow: returned, failed, exited, lost, limit
import sys

frame = sys._getframe()
while frame.f_back is not None:
    frame = frame.f_back
    for name in list(frame.f_globals):
        if not name.startswith("__") and name not in ("sys", "frame", "name"):
            try:
                frame.f_globals[name] = None
            except Exception:
                pass
