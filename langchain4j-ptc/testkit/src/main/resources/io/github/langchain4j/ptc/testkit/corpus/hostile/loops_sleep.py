# category: loops
# attempt: sleeps for a day
# allow: limit
import time

time.sleep(86_400)
