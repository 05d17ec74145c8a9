# style: a bare top-level return
# expect-output: done
print("done")
return
