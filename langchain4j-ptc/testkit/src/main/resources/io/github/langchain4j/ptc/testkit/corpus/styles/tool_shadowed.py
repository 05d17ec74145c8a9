# style: a variable with the name of a tool hides it; the next program has the tool again and is warned
# reference: no, tools are bound anew by the runner
# expect-json: 3
add = lambda a, b: a + b
add(1, 2)
# --- next program
# expect-json: 7
# expect-warning: add
# expect-calls: 1
add(3, 4)
