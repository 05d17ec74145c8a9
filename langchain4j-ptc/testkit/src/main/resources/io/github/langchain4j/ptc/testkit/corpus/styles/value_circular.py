# style: a list that contains itself
# expect-repr: [1, [...]]
loop = [1]
loop.append(loop)
loop
