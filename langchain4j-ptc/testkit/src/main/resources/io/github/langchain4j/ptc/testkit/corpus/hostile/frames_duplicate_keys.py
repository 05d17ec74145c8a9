# category: frames
# attempt: sends a message that says each thing twice
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

forge_raw(0, b'{"t":"out","t":"call","n":7,"n":1,"id":9,"tool":"x","tool":"note","args":{"text":"a","text":"b"}}')
