# category: first process
# attempt: opens the descriptors, the memory and the settings of the first process
# needs: isolation
# allow: returned, failed, lost
import os

for process in (1, os.getppid() if hasattr(os, "getppid") else 1):
    names = ["mem", "environ", "maps", "oom_score_adj", "comm", "coredump_filter", "timerslack_ns", "clear_refs"]
    for name in names + [f"fd/{n}" for n in range(64)]:
        for mode in (os.O_RDONLY, os.O_WRONLY, os.O_RDWR):
            try:
                fd = os.open(f"/proc/{process}/{name}", mode | os.O_NONBLOCK)
                if name == "environ":
                    print(os.read(fd, 100_000))
                if mode != os.O_RDONLY:
                    os.write(fd, b"1000")
            except (OSError, AttributeError):
                pass
# --- next session
# expect-text: real
"real"
