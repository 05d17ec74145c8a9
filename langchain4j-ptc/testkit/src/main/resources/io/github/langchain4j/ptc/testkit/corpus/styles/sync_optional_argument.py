# style: an optional parameter is left out
# expect-json: ["done", "given"]
[slow(1, "done"), slow(ms=1, value="given")]
