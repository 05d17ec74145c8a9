# style: the same helper, written without await, is called in synchronous programs only
# expect-json: 3
def helper():
    return add(1, 2)


helper()
# --- next program
# expect-json: 6
helper() + helper()
