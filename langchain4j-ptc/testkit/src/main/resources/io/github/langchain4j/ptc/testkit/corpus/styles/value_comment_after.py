# style: comments and blank lines after the last expression
# expect-json: [1]
[1]

# the end
