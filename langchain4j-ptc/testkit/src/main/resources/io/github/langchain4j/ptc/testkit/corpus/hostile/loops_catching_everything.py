# category: loops
# attempt: an endless loop that catches every exception
# allow: limit
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
