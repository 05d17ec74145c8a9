# category: loops
# attempt: an endless loop while a class is created and while a module is imported
# allow: limit
class Meta(type):
    def __new__(cls, *args):
        while True:
            pass


class Endless(metaclass=Meta):
    pass
