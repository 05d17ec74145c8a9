# category: output
# attempt: returns more than a result may have
# allow: limit
"x" * 20_000_000
