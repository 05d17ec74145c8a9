"""Makes system calls that the seccomp profile forbids, and tells which were not refused."""

import ctypes
import errno
import mmap
import os
import platform
import signal

libc = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == "x86_64"
THREAD_AND_NAMESPACE = 0x10000000 | signal.SIGCHLD  # CLONE_NEWUSER

# name: (number on x86-64, number on arm64, arguments)
CALLS = {
    "ptrace": (101, 117, (0, 0, 0, 0)),
    "process_vm_readv": (310, 270, (1, 0, 0, 0, 0, 0)),
    "process_vm_writev": (311, 271, (1, 0, 0, 0, 0, 0)),
    "process_madvise": (440, 440, (0, 0, 0, 0, 0)),
    "process_mrelease": (448, 448, (0, 0)),
    "pidfd_getfd": (438, 438, (0, 0, 0)),
    "kcmp": (312, 272, (1, 1, 0, 0, 0)),
    "io_uring_setup": (425, 425, (1, 0)),
    "io_uring_enter": (426, 426, (0, 0, 0, 0, 0)),
    "io_uring_register": (427, 427, (0, 0, 0, 0)),
    "io_setup": (206, 0, (1, 0)),
    "memfd_create": (319, 279, (b"x", 0)),
    "memfd_secret": (447, 447, (0,)),
    "keyctl": (250, 219, (0, 0, 0)),
    "add_key": (248, 217, (0, 0, 0, 0, 0)),
    "request_key": (249, 218, (0, 0, 0, 0)),
    "userfaultfd": (323, 282, (1,)),
    "bpf": (321, 280, (0, 0, 0)),
    "perf_event_open": (298, 241, (0, 0, -1, -1, 0)),
    "name_to_handle_at": (303, 264, (0, 0, 0, 0, 0)),
    "open_by_handle_at": (304, 265, (0, 0, 0)),
    "mount": (165, 40, (0, 0, 0, 0, 0)),
    "umount2": (166, 39, (b"/tmp", 0)),
    "fsopen": (430, 430, (b"tmpfs", 0)),
    "open_tree": (428, 428, (0, b"/", 0)),
    "pivot_root": (155, 41, (b"/", b"/")),
    "chroot": (161, 51, (b"/tmp",)),
    "unshare": (272, 97, (0x10000000,)),
    "setns": (308, 268, (0, 0)),
    "clone with a namespace": (56, 220, (THREAD_AND_NAMESPACE, 0, 0, 0, 0)),
    "clone3": (435, 435, (0, 0)),
    "personality": (135, 92, (0x0400000,)),
    "vmsplice": (278, 75, (1, 0, 0, 0)),
    "shmget": (29, 194, (0, 4096, 0o1600)),
    "semget": (64, 190, (0, 1, 0o1600)),
    "msgget": (68, 186, (0, 0o1600)),
    "mq_open": (240, 180, (b"x", 0o102, 0o600, 0)),
    "seccomp": (317, 277, (0, 0, 0)),
    "setpriority of a user": (141, 140, (2, 0, 19)),
    "setpriority of a group": (141, 140, (1, 0, 19)),
    "setpriority of the first process": (141, 140, (0, 1, 19)),
    "ioprio_set of a user": (251, 30, (3, 0, 0)),
    "ioprio_set of the first process": (251, 30, (1, 1, 0)),
    "prlimit64 of the first process": (302, 261, (1, 7, 0, 0)),
    "sched_setaffinity of the first process": (203, 122, (1, 8, b"\x01" * 8)),
    "sched_setparam of the first process": (142, 118, (1, b"\0" * 8)),
    "sched_setscheduler of the first process": (144, 119, (1, 3, b"\0" * 8)),
    "socket: netlink": (41, 198, (16, 3, 0)),
    "socket: cryptography": (41, 198, (38, 5, 0)),
    "socket: virtual machine": (41, 198, (40, 1, 0)),
    "socket: packet": (41, 198, (17, 3, 0)),
    "socket: SCTP": (41, 198, (2, 1, 132)),
    "socketpair: TIPC": (53, 199, (30, 1, 0, ctypes.create_string_buffer(8))),
    "quotactl": (179, 60, (0, 0, 0, 0)),
    "syslog": (103, 116, (3, 0, 0)),
    "init_module": (175, 105, (0, 0, b"")),
    "kexec_load": (246, 104, (0, 0, 0, 0)),
    "reboot": (169, 142, (0, 0, 0, 0)),
    "swapon": (167, 224, (b"/tmp/x", 0)),
    "sethostname": (170, 161, (b"x", 1)),
    "clock_settime": (227, 112, (0, 0)),
}
if X86:
    CALLS["modify_ldt"] = (154, 0, (0, 0, 0))
    CALLS["iopl"] = (172, 0, (3,))


def in_a_child(action):
    """The exit code of an action, or the negative number of the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(action())
        finally:
            os._exit(255)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def call(number, arguments):
    libc.syscall.restype = ctypes.c_long
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return 0 if libc.syscall(ctypes.c_long(number), *wide) >= 0 else ctypes.get_errno()


not_refused = {}
for name, (x86, arm, arguments) in CALLS.items():
    ended = in_a_child(lambda: call(x86 if X86 else arm, arguments))
    if ended not in (errno.EPERM, errno.ENOSYS):
        not_refused[name] = errno.errorcode.get(ended, ended)

if X86:

    def call_32_bit():
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        return 0 if ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0 else 1

    if in_a_child(call_32_bit) == 0:
        not_refused["int 0x80"] = "it gave a process id"
    if in_a_child(lambda: call(0x40000000 | 39, ())) == 0:
        not_refused["getpid of x32"] = "it gave a process id"

not_refused
