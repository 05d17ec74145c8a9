# style: print with sep, end, flush, several values
# expect-output-raw: "a-b\nno newline|next\n1 [2, 3] {'k': None}\n"
print("a", "b", sep="-")
print("no newline", end="|", flush=True)
print("next")
print(1, [2, 3], {"k": None})
