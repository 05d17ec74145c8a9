# category: introspection
# attempt: raises its own limits wherever they are kept as numbers
# allow: returned, failed, limit, lost
import gc

for thing in gc.get_objects():
    if isinstance(thing, dict):
        for key in ("calls", "inFlight", "output", "result", "files", "fileBytes", "maxFrame"):
            if isinstance(thing.get(key), int):
                try:
                    thing[key] = 10**12
                except Exception:
                    pass
for n in range(100_000):
    echo(n)
