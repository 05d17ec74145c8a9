# category: output
# attempt: calls tools without end
# allow: limit
while True:
    echo("again")
