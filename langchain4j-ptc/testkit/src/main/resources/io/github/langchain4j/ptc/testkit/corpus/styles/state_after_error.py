# style: what was assigned before an error is still there
# expect-error: ZeroDivisionError
kept = add(20, 1)
kept / 0
# --- next program
# expect-json: 42
kept * 2
