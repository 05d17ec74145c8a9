# category: frames
# attempt: sends half a frame and then nothing
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

raw(b"\x00\x00\x10\x00\x00{")
"after the half frame"
