# category: network
# attempt: uses whatever descriptors are open as sockets
# needs: isolation
# allow: returned, failed, lost
import socket

for fd in range(3, 300):
    try:
        s = socket.socket(fileno=fd)
        print(s.getpeername())
        s.detach()
    except OSError:
        pass
