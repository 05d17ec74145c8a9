# category: ctypes
# attempt: calls the C library
# needs: isolation
# allow: returned, failed
import ctypes

libc = ctypes.CDLL(None)
libc.system(b"cat @SECRET_FILE@; touch @SECRET_FOLDER@/written; sleep @MARKER@ &")
