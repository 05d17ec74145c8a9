# style: half a megabyte goes out and comes back
# expect-json: [500000, true]
text = "0123456789" * 50000
back = echo(text)
[len(back), back == text]
