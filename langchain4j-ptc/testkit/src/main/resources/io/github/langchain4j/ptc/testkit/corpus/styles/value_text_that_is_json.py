# style: text that looks like JSON stays text
# expect-text: {"a": 1}
'{"a": 1}'
