# category: processes
# attempt: a pool of processes that each call tools
# needs: processes
# allow: returned, failed, limit, lost
import multiprocessing


def work(n):
    return echo(n)


with multiprocessing.get_context("fork").Pool(2) as pool:
    pool.map_async(work, range(4)).get(1)
