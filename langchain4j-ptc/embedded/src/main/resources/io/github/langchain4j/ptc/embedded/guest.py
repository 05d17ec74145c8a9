import json, os, sys
_ready = False
def main():
    global _ready
    if not _ready:
        pass
        _ready = True
        return ""
    def send(m):
        p = json.dumps(m).encode()
        os.pwrite(0, len(p).to_bytes(4, "big") + b"\0" + p, 0)
    def recv(timeout=1<<60):
        b = os.pread(0, 8192, timeout)
        if not b: return None
        n = int.from_bytes(b[:4], 'big') + 5
        while len(b) < n: b += os.pread(0, n - len(b), 1<<60)
        return json.loads(b[5:])
    send({"t": "hello", "protocol": 1, "python": sys.version.split()[0], "features": []})
    while True:
        m = recv()
        if m["t"] == "quit": return ""
        if m["t"] == "setup": send({"t": "ready"}); continue
        if m["t"] == "run":
            os.pwrite(0, b'\0\0\0\4\x80' + m["n"].to_bytes(4, "big"), 0)
            def call(name, **kw):
                send({"t": "call", "n": m["n"], "id": 1, "tool": name, "args": kw})
                return recv()["value"]
            g = {"__name__": "__main__", "call": call}
            try:
                exec(compile(m["code"], "<program>", "exec"), g)
                send({"t": "ended", "n": m["n"], "outcome": "returned", "kind": "text", "result": str(g.get("result"))})
            except BaseException as e:
                import traceback
                send({"t": "ended", "n": m["n"], "outcome": "failed", "error": {"type": type(e).__name__, "message": str(e), "traceback": traceback.format_exc()}})
