# style: a boolean
# expect-json: true
add(1, 1) == 2
