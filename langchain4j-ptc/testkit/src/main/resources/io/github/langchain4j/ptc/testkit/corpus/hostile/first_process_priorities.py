# category: first process
# attempt: takes time, limits and memory from the first process
# needs: isolation, processes
# allow: returned, failed, lost, limit
import os
import resource

MINE = os.getpid()


def attempt(action, *arguments):
    try:
        action(*arguments)
    except (OSError, ValueError):
        pass


for which, who in ((os.PRIO_PROCESS, 1), (os.PRIO_PGRP, 0), (os.PRIO_USER, 0), (os.PRIO_USER, os.getuid())):
    attempt(os.setpriority, which, who, 19)
for process in (1, os.getppid()):
    attempt(os.sched_setscheduler, process, os.SCHED_IDLE, os.sched_param(0))
    attempt(os.sched_setaffinity, process, {0})
    for limit in (resource.RLIMIT_CPU, resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_DATA):
        attempt(resource.prlimit, process, limit, (1, 1))
attempt(os.nice, -20)
for process, score in ((1, 1000), (MINE, -1000), (MINE, 0)):
    attempt(lambda: open(f"/proc/{process}/oom_score_adj", "w").write(str(score)))
# --- next session
# expect-text: real
"real"
