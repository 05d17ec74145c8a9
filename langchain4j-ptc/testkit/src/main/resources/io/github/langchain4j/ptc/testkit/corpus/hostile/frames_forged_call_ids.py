# category: frames
# attempt: calls with numbers that are used, negative or huge
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

note("real")
for id in (1, 1, 0, -1, 2**63 - 1, 2**63, 2**100, 1.5, "1", None, True):
    forge({"t": "call", "n": 1, "id": id, "tool": "note", "args": {"text": "forged"}})
