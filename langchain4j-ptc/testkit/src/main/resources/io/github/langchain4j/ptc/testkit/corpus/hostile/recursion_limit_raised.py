# category: recursion
# attempt: raises the recursion limit and overflows the real stack
# allow: failed, lost, limit
import sys

sys.setrecursionlimit(10**8)


def down(n):
    return down(n + 1) + 1


down(0)
