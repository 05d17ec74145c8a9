# style: a syntax error changes nothing
# expect-json: 1
x = 1
x
# --- next program
# expect-error: SyntaxError
x = 2
def
# --- next program
# expect-json: 1
x
