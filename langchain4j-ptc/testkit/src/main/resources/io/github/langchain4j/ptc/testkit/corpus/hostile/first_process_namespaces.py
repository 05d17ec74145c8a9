# category: first process
# attempt: mounts, changes its root, and makes or joins namespaces
# needs: isolation, processes
# allow: returned
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
done = []
for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
    if libc.unshare(flag) == 0:
        done.append(f"unshare {flag:x}")
for name in os.listdir("/proc/self/ns"):
    for process in ("self", "1"):
        try:
            fd = os.open(f"/proc/{process}/ns/{name}", os.O_RDONLY)
        except OSError:
            continue
        if libc.setns(fd, 0) == 0:
            done.append("setns " + name)
for source, target, kind in ((b"proc", b"/tmp", b"proc"), (b"tmpfs", b"/tmp", b"tmpfs"), (b"/", b"/tmp", None)):
    if libc.mount(source, target, kind, 0 if kind else 4096, None) == 0:
        done.append("mount")
if libc.mount(None, b"/", None, 32, None) == 0:
    done.append("remount")
if libc.umount2(b"/tmp", 2) == 0:
    done.append("umount")
if libc.chroot(b"/tmp") == 0:
    done.append("chroot")
assert not done, done
