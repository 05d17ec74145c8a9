# category: leftovers
# attempt: a thread that prints into the next program
# needs: threads
# allow: returned
import threading
import time


def haunt():
    while True:
        print("boo")
        time.sleep(0.01)


threading.Thread(target=haunt, daemon=True).start()
None
# --- next program
# expect-output: mine
# expect-json: 1
import time

time.sleep(0.1)
print("mine")
1
