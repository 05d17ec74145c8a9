# style: a program without a value
x = add(1, 2)
