# category: recursion
# attempt: source that is nested so deeply that compiling overflows the stack
# allow: failed, lost, returned
eval("(" * 100_000 + ")" * 100_000)
