# category: frames
# attempt: tells the end of programs that have not begun
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

for n in range(2, 6):
    forge({"t": "ended", "n": n, "outcome": "returned", "kind": "text", "result": "forged", "warnings": []})
# --- next session
# expect-text: real
"real"
