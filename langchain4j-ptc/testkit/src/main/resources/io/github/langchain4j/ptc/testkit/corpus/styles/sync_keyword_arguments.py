# style: keyword arguments, in another order than declared
# expect-json: 7
add(b=4, a=3)
