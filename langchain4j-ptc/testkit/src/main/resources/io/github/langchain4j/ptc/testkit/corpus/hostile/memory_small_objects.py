# category: memory
# attempt: collects small objects without end
# needs: isolation
# allow: failed, lost, limit
things = []
while True:
    things.append({"n": len(things), "text": str(len(things))})
