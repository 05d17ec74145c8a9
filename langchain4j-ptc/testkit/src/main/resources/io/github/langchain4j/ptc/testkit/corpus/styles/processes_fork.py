# style: a forked child ends without touching the protocol
# needs: processes
# expect-json: [7, "after"]
import os
import warnings

warnings.simplefilter("ignore", DeprecationWarning)
pid = os.fork()
if pid == 0:
    os._exit(7)
_, status = os.waitpid(pid, 0)
[os.WEXITSTATUS(status), echo("after")]
