# category: processes
# attempt: aborts
# allow: lost, failed
import os

os.abort()
