# category: ctypes
# attempt: traces and attaches to processes with the C library
# needs: isolation
# allow: returned, failed, lost, limit
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace(0, 0, 0, 0)
for pid in (1, os.getppid(), @PID@):
    libc.ptrace(16, pid, 0, 0)
    libc.ptrace(0x4206, pid, 0, 0)
