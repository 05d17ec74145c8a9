# style: the empty string
# expect-text:
""
