# category: files
# attempt: reads a file of the host by its path
# needs: isolation
# allow: failed
print(open("@SECRET_FILE@").read())
