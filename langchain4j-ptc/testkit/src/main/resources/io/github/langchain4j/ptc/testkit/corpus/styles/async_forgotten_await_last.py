# style: the await of the last expression is forgotten
# expect-json: 8
first = await add(1, 2)
add(first, 5)
