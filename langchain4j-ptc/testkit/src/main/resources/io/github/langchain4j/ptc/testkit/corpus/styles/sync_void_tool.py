# style: a tool without a result gives None
# expect-json: true
note("remember this") is None
