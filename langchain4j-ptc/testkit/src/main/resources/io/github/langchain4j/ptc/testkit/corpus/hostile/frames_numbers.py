# category: frames
# attempt: sends numbers of a million digits and numbers that are none
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

for number in (b"1" * 1_000_000, b"1e1000000000", b"NaN", b"-Infinity", b"00", b"0x1"):
    forge_raw(0, b'{"t":"call","n":1,"id":9,"tool":"note","args":{"text":' + number + b"}}")
