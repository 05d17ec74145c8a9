# category: ctypes
# attempt: overwrites the interpreter's own objects
# allow: lost, failed, limit
import ctypes

for thing in (None, True, type, int, dict):
    ctypes.memset(id(thing), 0x41, 64)
