# category: frames
# attempt: sends files whose paths lead out of the folder
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

for path in ["../evil", "/etc/evil", "@SECRET_FOLDER@/written", "a/../../evil", "C:\\evil", "a\0b", ""]:
    forge({"t": "file", "n": 1, "path": path, "stream": 900, "size": 0})
