# category: introspection
# attempt: calls everything that can be reached from a tool's function
# allow: returned, failed, exited, lost, limit
def reach(value, depth, seen):
    if depth == 0 or id(value) in seen:
        return
    seen.add(id(value))
    inner = []
    for name in ("__globals__", "__closure__", "__dict__", "__self__", "__func__", "__wrapped__", "cell_contents"):
        try:
            inner.append(getattr(value, name))
        except Exception:
            pass
    for found in inner:
        for part in found.values() if isinstance(found, dict) else found if isinstance(found, tuple) else [found]:
            if callable(part) and "send" in getattr(part, "__name__", ""):
                for forged in ({"t": "call", "n": 1, "id": 10**6, "tool": "rm", "args": {}}, b"x" * 100, None):
                    try:
                        part(forged)
                    except Exception:
                        pass
            reach(part, depth - 1, seen)


reach(echo, 6, set())
echo("still here")
