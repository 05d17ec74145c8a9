# category: files
# attempt: uses up the file system's entries
# needs: isolation
# allow: returned, failed, limit, lost
for n in range(10_000_000):
    open(f"f{n}", "w").close()
