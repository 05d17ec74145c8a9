# style: a dict with text beyond ASCII
# expect-json: {"name": "Zoë", "city": "東京", "icon": "🎉"}
{"name": "Zoë", "city": "東京", "icon": "🎉"}
