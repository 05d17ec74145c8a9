# style: threading.Thread, start and join
# expect-json: [0, 1, 4]
import threading

results = {}


def work(n):
    results[n] = echo(n * n)


threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
[results[n] for n in range(3)]
