# category: processes
# attempt: ends without a word to the host
# allow: lost, failed
import os

print("last words", flush=True)
os._exit(0)
