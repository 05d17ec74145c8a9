# category: first process
# attempt: keeps the first process busy with signals, from several processes, without end
# needs: isolation, processes
# allow: limit, lost
import os
import signal

for _ in range(3):
    os.fork()
while True:
    os.kill(1, signal.SIGCHLD)
    os.kill(1, signal.SIGTERM)
