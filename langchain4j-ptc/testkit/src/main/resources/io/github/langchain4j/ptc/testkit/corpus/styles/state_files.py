# style: files live from program to program
# expect-json: 3
with open("notes.txt", "w") as f:
    n = f.write("abc")
n
# --- next program
# expect-text: abc
open("notes.txt").read()
