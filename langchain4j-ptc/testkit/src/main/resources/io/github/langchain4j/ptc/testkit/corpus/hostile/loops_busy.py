# category: loops
# attempt: an endless loop
# allow: limit
while True:
    pass
