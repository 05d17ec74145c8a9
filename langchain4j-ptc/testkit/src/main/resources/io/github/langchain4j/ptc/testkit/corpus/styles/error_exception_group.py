# style: except* splits a group
# needs: python3.11
# expect-output: values 2
# expect-output: keys 1
try:
    raise ExceptionGroup("several", [ValueError(1), KeyError("k"), ValueError(2)])
except* ValueError as group:
    print("values", len(group.exceptions))
except* KeyError as group:
    print("keys", len(group.exceptions))
