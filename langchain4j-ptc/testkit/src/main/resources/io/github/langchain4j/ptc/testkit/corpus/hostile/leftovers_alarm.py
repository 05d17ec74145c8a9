# category: leftovers
# attempt: an alarm signal that interrupts the next program
# needs: processes
# allow: returned
import signal


def haunt(*args):
    raise RuntimeError("boo")


signal.signal(signal.SIGALRM, haunt)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.01)
None
# --- next program
# expect-json: 1
import time

time.sleep(0.15)
1
