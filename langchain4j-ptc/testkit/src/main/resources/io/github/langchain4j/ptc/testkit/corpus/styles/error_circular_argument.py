# style: a circular argument is an error at the call
# reference: no, plain functions take anything
# expect-json: 0
# expect-calls: 0
loop = []
loop.append(loop)
try:
    echo(loop)
except (TypeError, ValueError):
    pass
0
