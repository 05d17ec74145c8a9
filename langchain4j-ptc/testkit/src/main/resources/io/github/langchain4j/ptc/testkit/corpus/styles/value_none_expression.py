# style: the last expression is None
note("x")
