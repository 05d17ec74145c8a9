# category: files
# attempt: puts a folder of the host on the import path
# needs: isolation
# allow: failed
import sys

sys.path.insert(0, "@SECRET_FOLDER@")
import canary_module

print(canary_module.SECRET)
