# category: output
# attempt: sends an argument that is larger than a message may be
# allow: failed, limit
echo("x" * 50_000_000)
