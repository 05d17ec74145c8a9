# category: introspection
# attempt: a result whose methods raise, exit and never end
# allow: returned, failed, exited, limit, lost
class Hostile(dict):
    def __repr__(self):
        raise SystemExit(1)

    def __iter__(self):
        raise KeyboardInterrupt

    def items(self):
        while True:
            pass

    __str__ = keys = values = __len__ = __bool__ = __eq__ = __hash__ = __repr__


Hostile()
