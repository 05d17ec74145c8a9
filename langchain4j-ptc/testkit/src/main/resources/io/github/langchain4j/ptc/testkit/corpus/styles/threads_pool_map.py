# style: ThreadPoolExecutor.map over a tool
# expect-json: [2, 4, 6, 8]
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=4) as pool:
    results = list(pool.map(lambda n: add(n, n), [1, 2, 3, 4]))
results
