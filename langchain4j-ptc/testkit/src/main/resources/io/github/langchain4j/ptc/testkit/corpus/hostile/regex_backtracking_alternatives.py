# category: regex
# attempt: nested alternatives over a long text
# allow: limit
import re

re.match(r"^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 200)
