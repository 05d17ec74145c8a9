# style: prints from threads under a lock
# expect-output-unordered: worker 0
# expect-output-unordered: worker 1
# expect-output-unordered: worker 2
import threading

lock = threading.Lock()


def work(n):
    value = echo(n)
    with lock:
        print("worker", value)


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
None
