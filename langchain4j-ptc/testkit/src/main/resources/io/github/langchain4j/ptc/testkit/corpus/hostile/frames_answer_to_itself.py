# category: frames
# attempt: sends messages of the host to the host
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

for message in (
    {"t": "run", "n": 2, "code": "1", "tools": [], "limits": {}},
    {"t": "answer", "n": 1, "id": 1, "value": 1},
    {"t": "quit"},
    {"t": "suspend", "n": 1},
):
    forge(message)
