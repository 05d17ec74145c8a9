# style: a module docstring alone is the last expression
# expect-text: just words
"""just words"""
