# style: eval and exec with the program's names
# expect-json: [6, 10]
x = add(1, 2)
exec("y = x + 7")
[eval("x * 2"), y]
