# category: output
# attempt: prints one text of 50 million characters
# allow: limit, failed, lost
print("x" * 50_000_000)
