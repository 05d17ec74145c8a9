# category: processes
# attempt: starts threads without end
# needs: isolation, threads
# allow: failed, limit, lost
import threading
import time

while True:
    threading.Thread(target=time.sleep, args=(1000,)).start()
