# category: loops
# attempt: comparisons that never end
# allow: limit
class Endless:
    def __lt__(self, other):
        while True:
            pass


sorted([Endless(), Endless()])
