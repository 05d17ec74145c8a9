# category: network
# attempt: opens a TCP connection over IPv6
# needs: isolation
# allow: returned, failed
import socket

for address in ["::1", "::", "::ffff:127.0.0.1"]:
    try:
        s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
        s.settimeout(0.5)
        s.connect((address, @PORT@))
    except OSError:
        pass
