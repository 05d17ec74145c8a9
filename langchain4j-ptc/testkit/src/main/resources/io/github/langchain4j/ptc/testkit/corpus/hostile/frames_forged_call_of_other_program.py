# category: frames
# attempt: calls a tool in the name of another program
# allow: returned, failed, lost, limit
# tool-calls: none
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

for n in (0, 2, -1, 2**31 - 1):
    forge({"t": "call", "n": n, "id": 1000, "tool": "note", "args": {"text": "forged"}})
