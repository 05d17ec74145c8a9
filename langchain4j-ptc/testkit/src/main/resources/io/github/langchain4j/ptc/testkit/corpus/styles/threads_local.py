# style: threading.local keeps values apart
# expect-json: [0, 10, 20]
import threading
from concurrent.futures import ThreadPoolExecutor

local = threading.local()


def work(n):
    local.value = echo(n * 10)
    return local.value


with ThreadPoolExecutor(3) as pool:
    results = list(pool.map(work, range(3)))
assert not hasattr(local, "value")
results
