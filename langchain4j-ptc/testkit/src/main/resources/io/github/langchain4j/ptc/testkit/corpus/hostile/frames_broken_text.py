# category: frames
# attempt: sends messages that are no UTF-8, no JSON, or no object
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

for body in (b"\xff\xfe{}", b"{", b"[]", b"null", b"1", b'"t"', b"{}", b'{"t":null}', b'{"t":"nothing"}', b"{}{}"):
    forge_raw(0, body)
