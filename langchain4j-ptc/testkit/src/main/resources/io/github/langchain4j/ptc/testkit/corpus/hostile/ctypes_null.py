# category: ctypes
# attempt: reads address zero
# allow: lost, failed
import ctypes

ctypes.string_at(0)
