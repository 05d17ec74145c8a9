# category: first process
# attempt: takes the runner's descriptors away and speaks in its place, also when the program is over
# needs: isolation, processes
# allow: returned, failed, exited, limit, lost
import json
import os
import struct
import time

message = json.dumps({"t": "ended", "n": 2, "outcome": "returned", "kind": "text", "result": "forged", "warnings": []})
frame = struct.pack(">IB", len(message), 0) + message.encode()
pipes = []
for number in range(3, 64):
    try:
        pipes.append(os.open(f"/proc/self/fd/{number}", os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        pass
if os.fork() == 0:
    os.setsid()
    while True:
        for fd in pipes:
            try:
                os.write(fd, frame)
            except OSError:
                pass
        time.sleep(0.01)
os.closerange(0, min(pipes, default=1024))
# --- next session
# expect-text: real
"real"
