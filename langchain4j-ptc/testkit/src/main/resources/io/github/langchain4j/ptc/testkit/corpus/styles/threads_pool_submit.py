# style: submit and as_completed with a dict of futures
# expect-json: {"e1": 4, "e2": 4, "e3": 4}
from concurrent.futures import ThreadPoolExecutor, as_completed

counts = {}
with ThreadPoolExecutor() as pool:
    futures = {pool.submit(get_expenses, m["id"], "Q3"): m["id"] for m in get_team_members("engineering")}
    for future in as_completed(futures):
        counts[futures[future]] = len(future.result())
dict(sorted(counts.items()))
