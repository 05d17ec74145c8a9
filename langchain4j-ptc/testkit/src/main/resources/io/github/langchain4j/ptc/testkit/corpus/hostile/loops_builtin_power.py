# category: loops
# attempt: an endless multiplication
# allow: limit, failed
n = 7 ** (10**8)
str(n)[:5]
