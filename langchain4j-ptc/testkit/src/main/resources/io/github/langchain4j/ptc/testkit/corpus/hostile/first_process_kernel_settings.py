# category: first process
# attempt: writes to the settings of the kernel and of its control groups
# needs: isolation
# allow: returned, failed
import glob

paths = ["/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger", "/proc/self/uid_map"]
paths += ["/sys/kernel/uevent_helper", "/sys/power/state", "/proc/sys/fs/binfmt_misc/register"]
for name in ("release_agent", "notify_on_release", "cgroup.procs", "tasks", "memory.max", "memory.limit_in_bytes"):
    paths += glob.glob("/sys/fs/cgroup/" + name) + glob.glob("/sys/fs/cgroup/*/" + name)
written = []
for path in paths:
    for text in ("-1", "1", "@SECRET_FOLDER@/written"):
        try:
            with open(path, "w") as f:
                f.write(text)
            written.append(path)
        except OSError:
            pass
assert not written, written
# --- next program
# expect-text: real
"real"
