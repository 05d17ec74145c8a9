# style: one thread waits for an event that another sets after a call
# needs: threads
# expect-json: ["set", "seen"]
import threading

event, log = threading.Event(), []


def waiter():
    event.wait(30)
    log.append(echo("seen"))


thread = threading.Thread(target=waiter)
thread.start()
log.append(echo("set"))
event.set()
thread.join()
log
