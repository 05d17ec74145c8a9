# category: first process
# attempt: traces the first process, reads and writes its memory, and takes its descriptors
# needs: isolation, processes
# allow: returned, failed, lost, limit
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace(0, 0, 0, 0)
buffer = ctypes.create_string_buffer(64)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
for process in (1, os.getppid()):
    for request in (16, 0x4206, 12, 8, 17):
        libc.ptrace(request, process, 0, 0)
    for call in (310, 311, 270, 271):
        libc.syscall(call, process, ctypes.byref(vector), 1, ctypes.byref(vector), 1, 0)
    fd = os.pidfd_open(process)
    for other in range(10):
        libc.syscall(438, fd, other, 0)
