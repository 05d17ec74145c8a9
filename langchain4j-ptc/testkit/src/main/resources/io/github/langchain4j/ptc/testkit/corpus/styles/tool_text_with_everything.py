# style: text with quotes, newlines, control characters and emoji goes both ways
# expect-json: true
text = "\"quoted\" 'single' \\ back\nnew\ttab \x00 zero \x7f € 🎉 </script> \u2028"
echo(text) == text
