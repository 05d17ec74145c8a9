# category: output
# attempt: catches whatever the limit on output raises and prints on
# allow: limit
while True:
    try:
        print("x" * 10_000)
    except BaseException:
        pass
