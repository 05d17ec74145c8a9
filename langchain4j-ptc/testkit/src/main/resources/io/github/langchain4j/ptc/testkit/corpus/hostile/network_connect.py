# category: network
# attempt: opens a TCP connection to the host
# needs: isolation
# allow: returned, failed
import socket

for address in ["127.0.0.1", "localhost", "0.0.0.0", "host.docker.internal", "172.17.0.1", "10.0.2.2"]:
    try:
        with socket.create_connection((address, @PORT@), timeout=0.5) as s:
            s.sendall(b"hello")
    except OSError:
        pass
