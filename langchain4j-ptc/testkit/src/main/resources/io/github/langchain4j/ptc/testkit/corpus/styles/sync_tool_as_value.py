# style: a tool is passed around as an ordinary function
# expect-json: [11, 12, 13]
import functools

add_ten = functools.partial(add, 10)
list(map(add_ten, [1, 2, 3]))
