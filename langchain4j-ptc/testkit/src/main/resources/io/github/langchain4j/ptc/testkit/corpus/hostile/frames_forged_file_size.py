# category: frames
# attempt: announces a file of impossible size and sends chunks of streams that do not exist
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

forge({"t": "file", "n": 1, "path": "large", "stream": 900, "size": 2**62})
forge_raw(1, b"\x00\x00\x03\x84" + b"x" * 1000)
forge_raw(1, b"\x7f\xff\xff\xff" + b"x" * 1000)
forge_raw(1, b"")
