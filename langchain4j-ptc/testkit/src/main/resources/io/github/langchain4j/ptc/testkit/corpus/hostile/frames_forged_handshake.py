# category: frames
# attempt: begins the conversation anew
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

forge({"t": "hello", "protocol": 1, "python": "9", "features": []})
forge({"t": "ready"})
forge({"t": "filed", "stream": 1})
