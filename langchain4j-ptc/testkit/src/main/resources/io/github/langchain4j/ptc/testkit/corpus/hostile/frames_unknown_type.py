# category: frames
# attempt: sends frames of every other type
# allow: returned, failed, lost
import json, os, struct


def raw(data):
    for fd in range(3, 300):
        try:
            os.write(fd, data)
        except OSError:
            pass


def forge_raw(kind, body):
    raw(struct.pack(">IB", len(body), kind) + body)


def forge(message):
    forge_raw(0, json.dumps(message).encode())

for kind in range(2, 256):
    forge_raw(kind, b"{}")
