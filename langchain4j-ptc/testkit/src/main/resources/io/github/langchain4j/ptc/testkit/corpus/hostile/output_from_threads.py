# category: output
# attempt: floods from several threads
# needs: threads
# allow: limit
import threading


def flood():
    while True:
        print("x" * 1000)


threads = [threading.Thread(target=flood) for _ in range(4)]
[t.start() for t in threads]
[t.join() for t in threads]
