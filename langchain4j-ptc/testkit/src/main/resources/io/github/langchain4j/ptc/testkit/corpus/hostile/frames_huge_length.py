# category: frames
# attempt: announces a frame of four gigabytes
# allow: returned, failed, lost, limit
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

raw(b"\xff\xff\xff\xff\x00" + b"x" * 10_000)
