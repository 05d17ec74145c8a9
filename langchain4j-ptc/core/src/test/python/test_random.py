"""Random programs, whose calls are answered in random portions: nothing is lost, nothing hangs.

The seed is printed; the environment variable PTC_SEED repeats it, PTC_SEEDS says how many to try.
"""

from __future__ import annotations

import os
import random
import unittest
from typing import Any

from host import RunnerTest

SEEDS = int(os.environ.get("PTC_SEEDS", "12"))

PROGRAM = """
import random
from concurrent.futures import ThreadPoolExecutor

rng = random.Random({seed})
total = expected = given_up = 0


async def one(n):
    global expected
    expected += n
    return await echo(n)


async def several(n):
    return sum(await asyncio.gather(*[one(n + i) for i in range(rng.randrange(1, 4))]))


async def impatient(n):
    global given_up
    try:
        return await asyncio.wait_for(echo(-n), rng.choice([0, 0.0005, 0.003])) + n
    except asyncio.TimeoutError:
        given_up += 1
        return 0


async def cancelled(n):
    task = asyncio.create_task(echo(n))
    for _ in range(rng.randrange(4)):
        await asyncio.sleep(0)
    task.cancel()
    try:
        return (await task) - n
    except asyncio.CancelledError:
        return 0


async def nested(n):
    return asyncio.run(one(n))


async def napping(n):
    await asyncio.sleep(rng.choice([0, 0.001]))
    return await one(n)


async def failing(n):
    try:
        await broken()
    except ToolError:
        return 0


async def in_thread(n):
    global expected
    expected += n
    return await asyncio.to_thread(echo, n)


async def worker(number):
    global total
    for step in range({steps}):
        work = rng.choice([{kinds}])
        value = await work(number * 100 + step)
        total += value
        if rng.random() < 0.2:
            print("x" * rng.choice([1, 3000]))


await asyncio.gather(*map(worker, range({workers})))
[total == expected, total]
"""


class Random(RunnerTest):
    def check(self, seed: int, kinds: str, **limits: int) -> None:
        rng = random.Random(seed)

        def some(calls: list[Any]) -> list[Any]:
            return rng.sample(calls, rng.randrange(1, len(calls) + 1)) if calls else []

        code = PROGRAM.format(seed=seed, steps=12, workers=rng.randrange(1, 6), kinds=kinds)
        run = self.run_program(code, at_idle=some, **limits)
        self.assertEqual("returned", run.outcome, run.ended)
        self.assertTrue(run.result[0], run.result)
        self.assertEqual("", run.err)
        ids = [call["id"] for call in run.calls]
        self.assertEqual(sorted(set(ids)), ids)
        self.assertLessEqual(set(run.abandoned), set(ids))
        self.assertEqual(len(run.abandoned), len(set(run.abandoned)))

    def test_random_programs(self) -> None:
        first = int(os.environ.get("PTC_SEED", random.randrange(1_000_000)))
        print(f"PTC_SEED={first}", flush=True)
        tasks = "one, several, impatient, cancelled, nested, napping, failing"
        for seed in range(first, first + SEEDS):
            with self.subTest(seed):
                self.check(seed, tasks, inFlight=random.Random(seed).choice([1, 2, 5, 256]))

    def test_random_programs_with_threads(self) -> None:
        first = int(os.environ.get("PTC_SEED", random.randrange(1_000_000)))
        print(f"PTC_SEED={first}", flush=True)
        for seed in range(first, first + SEEDS // 2):
            with self.subTest(seed):
                self.check(seed, "one, several, in_thread, napping", inFlight=random.Random(seed).choice([2, 256]))


if __name__ == "__main__":
    unittest.main()
