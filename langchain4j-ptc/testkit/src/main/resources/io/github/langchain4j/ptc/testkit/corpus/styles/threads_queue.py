# style: a producer and a consumer thread with queue.Queue
# needs: threads
# expect-json: [1, 4, 9]
import queue
import threading

tasks, results = queue.Queue(), []


def consumer():
    while True:
        n = tasks.get()
        if n is None:
            return
        results.append(echo(n * n))


thread = threading.Thread(target=consumer)
thread.start()
for n in (1, 2, 3):
    tasks.put(n)
tasks.put(None)
thread.join()
results
