# style: a top-level return of an await
# expect-text: found
for word in ["a", "found", "b"]:
    answer = await echo(word)
    if answer == "found":
        return answer
return "missing"
