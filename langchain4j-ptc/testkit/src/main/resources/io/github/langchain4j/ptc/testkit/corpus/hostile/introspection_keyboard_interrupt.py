# category: introspection
# attempt: raises what usually ends an interpreter
# allow: failed
raise KeyboardInterrupt("stop")
