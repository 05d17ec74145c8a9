# category: frames
# attempt: tells the end of programs that have not begun
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

for n in range(2, 6):
    forge({"t": "ended", "n": n, "outcome": "returned", "kind": "text", "result": "forged", "warnings": []})
# --- next session
# expect-text: real
"real"
