# category: frames
# attempt: prints to streams that do not exist
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

for stream in (0, 3, -1, "1", None):
    forge({"t": "out", "n": 1, "s": stream, "text": "forged"})
