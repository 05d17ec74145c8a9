# category: files
# attempt: writes beside a file of the host
# needs: isolation
# allow: failed
with open("@SECRET_FOLDER@/written", "w") as f:
    f.write("owned")
