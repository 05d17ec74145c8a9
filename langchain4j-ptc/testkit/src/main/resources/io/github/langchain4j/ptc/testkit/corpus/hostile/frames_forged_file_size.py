# category: frames
# attempt: announces a file of impossible size and sends chunks of streams that do not exist
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

forge({"t": "file", "n": 1, "path": "large", "stream": 900, "size": 2**62})
forge_raw(1, b"\x00\x00\x03\x84" + b"x" * 1000)
forge_raw(1, b"\x7f\xff\xff\xff" + b"x" * 1000)
forge_raw(1, b"")
