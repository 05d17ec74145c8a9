# category: loops
# attempt: takes a lock twice
# allow: limit, failed
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
