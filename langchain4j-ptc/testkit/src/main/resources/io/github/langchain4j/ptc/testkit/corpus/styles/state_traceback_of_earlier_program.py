# style: a traceback shows the lines of the program in which the function was written
# expect-none:
def broken():
    return {}["missing"]
# --- next program
# expect-error: KeyError
# expect-message: missing
# expect-line: 4
# expect-traceback: return {}["missing"]
broken()
