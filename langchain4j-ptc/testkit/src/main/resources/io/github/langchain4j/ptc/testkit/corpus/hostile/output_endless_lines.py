# category: output
# attempt: prints lines without end
# allow: limit
while True:
    print("x" * 100)
