# category: introspection
# attempt: looks into the frames of all threads and raises there
# needs: threads, processes
# allow: returned, failed, exited, lost, limit
import ctypes
import sys
import threading

for ident in list(sys._current_frames()):
    if ident != threading.get_ident():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(SystemExit))
