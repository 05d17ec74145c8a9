# category: output
# attempt: catches whatever the limit on calls raises and calls on
# allow: limit
while True:
    try:
        echo("again")
    except BaseException:
        pass
