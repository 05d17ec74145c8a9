# category: leftovers
# attempt: leaves secrets for the next session
# allow: returned
import builtins
import sys

left_secret = "@SECRET@"
builtins.left_secret = sys.left_secret = left_secret
with open("left.txt", "w") as f:
    f.write(left_secret)
None
# --- next session
# expect-json: [false, false, false, []]
import builtins
import os
import sys

[
    "left_secret" in globals(),
    hasattr(builtins, "left_secret"),
    hasattr(sys, "left_secret"),
    [name for name in os.listdir(".") if name.startswith("left")],
]
