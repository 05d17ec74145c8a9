# style: multi-line strings keep their indentation, also inside functions
# expect-output-raw: "first\n    second\n\nthird\n|\n  a\n    b\n|\n"
text = """first
    second

third"""
print(text)


def inner():
    return """
  a
    b
"""


print("|", inner(), "|", sep="")
