# category: regex
# attempt: a regular expression with exponential backtracking
# allow: limit
import re

re.match(r"(a+)+$", "a" * 64 + "b")
