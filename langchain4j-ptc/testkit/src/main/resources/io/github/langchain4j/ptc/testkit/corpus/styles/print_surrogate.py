# style: a lone surrogate in the output is replaced
# expect-output-has: before
# expect-output-has: after
# reference: no, plain CPython cannot encode it
print("before \ud800 after")
