# category: files
# attempt: climbs out of the working folder
# needs: isolation
# allow: returned
for depth in range(1, 12):
    try:
        print(open("../" * depth + "@SECRET_FILE@".lstrip("/")).read())
    except OSError:
        pass
