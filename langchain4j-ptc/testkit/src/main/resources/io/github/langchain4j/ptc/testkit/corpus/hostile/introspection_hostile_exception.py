# category: introspection
# attempt: an exception whose text cannot be made
# allow: failed, exited, limit, lost
class Hostile(BaseException):
    def __str__(self):
        raise Hostile()

    __repr__ = __str__

    @property
    def __traceback__(self):
        raise Hostile()

    @property
    def __cause__(self):
        return self


raise Hostile()
