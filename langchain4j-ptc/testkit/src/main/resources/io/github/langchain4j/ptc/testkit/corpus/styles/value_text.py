# style: text as it is
# expect-text-raw: "two\nlines \"quoted\""
"two\nlines \"quoted\""
