# category: frames
# attempt: sends messages that are no UTF-8, no JSON, or no object
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

for body in (b"\xff\xfe{}", b"{", b"[]", b"null", b"1", b'"t"', b"{}", b'{"t":null}', b'{"t":"nothing"}', b"{}{}"):
    forge_raw(0, body)
