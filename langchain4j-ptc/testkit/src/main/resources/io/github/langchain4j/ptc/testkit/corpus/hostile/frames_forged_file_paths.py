# category: frames
# attempt: sends files whose paths lead out of the folder
# allow: returned, failed, lost, limit
import json, os, struct, time


def raw(data):
    for fd in range(3, 300):
        rest = data
        for _ in range(100):
            try:
                rest = rest[os.write(fd, rest) :]
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                break
            if not rest:
                break


def forge_raw(kind, body):
    raw(struct.pack(">IB", len(body), kind) + body)


def forge(message):
    forge_raw(0, json.dumps(message).encode())

for path in ["../evil", "/etc/evil", "@SECRET_FOLDER@/written", "a/../../evil", "C:\\evil", "a\0b", ""]:
    forge({"t": "file", "n": 1, "path": path, "stream": 900, "size": 0})
