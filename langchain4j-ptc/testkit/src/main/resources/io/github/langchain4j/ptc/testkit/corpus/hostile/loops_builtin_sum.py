# category: loops
# attempt: an endless loop inside a built-in function
# allow: limit
sum(range(10**12))
