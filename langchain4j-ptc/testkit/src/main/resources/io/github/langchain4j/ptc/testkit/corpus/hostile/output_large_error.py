# category: output
# attempt: raises an exception whose text is larger than a message may be
# allow: failed, limit, lost
raise ValueError("x" * 20_000_000)
