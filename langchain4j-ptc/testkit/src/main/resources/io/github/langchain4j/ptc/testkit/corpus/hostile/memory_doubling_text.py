# category: memory
# attempt: doubles a text without end
# needs: isolation
# allow: failed, lost, limit
text = "x"
while True:
    text += text
