# style: an expression inside an if is no result
if True:
    "not the result"
