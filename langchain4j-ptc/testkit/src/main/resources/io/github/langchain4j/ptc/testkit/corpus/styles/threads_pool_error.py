# style: a tool fails in a pool thread, the future carries the error
# expect-output: ToolError
# expect-json: [1, 3]
from concurrent.futures import ThreadPoolExecutor

results = []
with ThreadPoolExecutor(2) as pool:
    futures = [pool.submit(echo, 1), pool.submit(fail, "nope"), pool.submit(echo, 3)]
    for future in futures:
        try:
            results.append(future.result(timeout=30))
        except ToolError as error:
            print(type(error).__name__)
results
