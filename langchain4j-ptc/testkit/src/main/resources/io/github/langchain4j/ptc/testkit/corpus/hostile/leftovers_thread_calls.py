# category: leftovers
# attempt: a thread that calls tools of the next program
# needs: threads
# allow: returned
import threading
import time


def haunt():
    while True:
        try:
            note("boo")
        except BaseException:
            pass
        time.sleep(0.01)


threading.Thread(target=haunt, daemon=True).start()
None
# --- next program
# expect-json: 1
# expect-calls: 0
import time

time.sleep(0.1)
1
