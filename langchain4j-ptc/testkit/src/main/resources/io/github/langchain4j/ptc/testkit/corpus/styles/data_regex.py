# style: regular expressions over text of a tool
# expect-json: {"e1": "Q3", "e2": "Q3"}
import re

text = echo("e1-Q3-1; e2-Q3-4; broken")
dict(re.findall(r"(\w+)-(Q\d)-\d", text))
