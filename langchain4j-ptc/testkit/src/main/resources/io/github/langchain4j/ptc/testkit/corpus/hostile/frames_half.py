# category: frames
# attempt: sends half a frame and then nothing
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

raw(b"\x00\x00\x10\x00\x00{")
"after the half frame"
