# category: introspection
# attempt: reaches os.system and file readers through the subclasses of object
# needs: isolation
# allow: returned, failed
for kind in object.__subclasses__():
    try:
        module = kind.__init__.__globals__
    except AttributeError:
        continue
    if "system" in module:
        module["system"]("cat @SECRET_FILE@; touch @SECRET_FOLDER@/written; sleep @MARKER@ &")
    if "open" in module:
        try:
            print(module["open"]("@SECRET_FILE@").read())
        except Exception:
            pass
