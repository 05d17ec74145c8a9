"""Tools and event loops."""

from __future__ import annotations

import glob
import os
import unittest
from typing import Any

from host import Run, RunnerTest


def reverse(calls: list[Any]) -> list[Any]:
    return calls[::-1]


class Awaiting(RunnerTest):
    def test_every_way_to_run_calls_at_the_same_time(self) -> None:
        ways = {
            "gather": "await asyncio.gather(*[echo(n) for n in range(3)])",
            "tasks": "ts = [asyncio.create_task(echo(n), name=f't{n}') for n in range(3)]\n[await t for t in ts]",
            "ensure_future": "fs = [asyncio.ensure_future(echo(n)) for n in range(3)]\n[await f for f in fs]",
            "loop": "ts = [asyncio.get_running_loop().create_task(echo(n)) for n in range(3)]\n[await t for t in ts]",
            "wait": "d, p = await asyncio.wait([asyncio.create_task(echo(n)) for n in range(3)])\n"
            "sorted(t.result() for t in d)",
            "as_completed": "sorted([await f for f in asyncio.as_completed([echo(n) for n in range(3)])])",
            "shield": "await asyncio.gather(*[asyncio.shield(echo(n)) for n in range(3)])",
            "wait_for": "await asyncio.gather(*[asyncio.wait_for(echo(n), 60) for n in range(3)])",
            "functions": "async def f(n):\n  return await echo(n)\nawait asyncio.gather(*map(f, range(3)))",
            "nested gathers": "a, b = await asyncio.gather(asyncio.gather(echo(0), echo(1)), echo(2))\n[*a, b]",
        }
        for name, code in ways.items():
            with self.subTest(name):
                run = self.run_program(code, at_idle=reverse)
                self.assertEqual([0, 1, 2], run.result, run.ended)
                self.assertEqual(["call"] * 3 + ["idle"], run.kinds[:4])

    def test_task_groups_and_timeouts(self) -> None:
        if not self.has("TaskGroup"):
            self.skipTest("no TaskGroup")
        code = (
            "async with asyncio.timeout(60), asyncio.TaskGroup() as group:\n"
            "  ts = [group.create_task(echo(n)) for n in range(3)]\n"
            "[t.result() for t in ts]"
        )
        self.assertEqual([0, 1, 2], self.run_program(code, at_idle=reverse).result)

    def test_a_failure_in_a_task_group_cancels_the_rest(self) -> None:
        if not self.has("TaskGroup"):
            self.skipTest("no TaskGroup")
        code = "async with asyncio.TaskGroup() as group:\n  group.create_task(echo(1))\n  group.create_task(broken())"
        run = self.run_program(code, at_idle=lambda calls: calls[-1:])
        self.assertEqual("ExceptionGroup", run.error["type"])
        self.assertIn("ToolError: IllegalStateException: it failed", run.error["traceback"])
        self.assertEqual([1], run.abandoned)

    def has(self, name: str) -> bool:
        return bool(self.host.run(f"hasattr(asyncio, {name!r})").result)

    def test_answers_in_any_order_reach_their_calls(self) -> None:
        code = "await asyncio.gather(*[echo(n) for n in range(50)])"
        run = self.run_program(code, at_idle=lambda calls: sorted(calls, key=lambda call: call["id"] * 7919 % 50))
        self.assertEqual(list(range(50)), run.result)

    def test_a_coroutine_function_around_tools_that_is_decorated(self) -> None:
        code = (
            "import contextlib\n"
            "@contextlib.asynccontextmanager\nasync def session(n):\n  yield await echo(n)\n"
            "async def numbers():\n  for n in range(3):\n    yield await echo(n)\n"
            "async with session(7) as s:\n  got = [s] + [n async for n in numbers()]\n"
            "got + [await echo(n) for n in range(2)] + [n * 2 async for n in numbers()]"
        )
        self.assertEqual([7, 0, 1, 2, 0, 1, 0, 2, 4], self.returns(code))

    def test_semaphores_and_queues(self) -> None:
        code = (
            "gate = asyncio.Semaphore(2)\n"
            "queue = asyncio.Queue()\n"
            "async def one(n):\n  async with gate:\n    await queue.put(await echo(n))\n"
            "await asyncio.gather(*map(one, range(5)))\n"
            "sorted([queue.get_nowait() for _ in range(5)])"
        )
        sizes: list[int] = []

        def all_of_them(calls: list[Any]) -> list[Any]:
            sizes.append(len(calls))
            return calls

        self.assertEqual([0, 1, 2, 3, 4], self.run_program(code, at_idle=all_of_them).result)
        self.assertEqual([2, 2, 1], sizes)


class StartingLoops(RunnerTest):
    def test_every_way_to_start_a_loop_with_and_without_one_running(self) -> None:
        main = "async def main(n=1):\n  return await echo(n)\n"
        ways = [
            "asyncio.run(main())",
            "asyncio.get_event_loop().run_until_complete(main())",
            "loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)\nr = loop.run_until_complete(main())\n"
            "loop.close()\nr",
        ]
        if self.returns("hasattr(asyncio, 'Runner')"):
            ways.append("with asyncio.Runner() as runner:\n  r = runner.run(main())\nr")
        for way in ways:
            for before in ("", "await asyncio.sleep(0)\n", "await echo(0)\n"):
                with self.subTest(before + way):
                    self.assertEqual(1, self.returns(main + before + way))
                    self.assertEqual(
                        [1, 1],
                        self.returns(
                            main + before + f"x = 0\ndef f():\n  return {way.splitlines()[-1]}\n"
                            "[asyncio.run(main()), asyncio.run(main())]"
                        ),
                    )

    def test_a_loop_inside_a_loop_inside_a_loop(self) -> None:
        code = (
            "def sync(n):\n  return asyncio.run(main(n))\n"
            "async def main(n):\n  return await echo(n) + (sync(n - 1) if n else 0)\n"
            "[await main(3), sync(2)]"
        )
        self.assertEqual([6, 3], self.returns(code))

    def test_other_tasks_go_on_while_a_loop_runs_inside(self) -> None:
        code = (
            "log = []\n"
            "async def ticker():\n  for n in range(3):\n    log.append(await echo(n))\n"
            "async def inner():\n  while len(log) < 2: await asyncio.sleep(0)\n  return list(log)\n"
            "t = asyncio.create_task(ticker())\nawait asyncio.sleep(0)\n"
            "r = asyncio.run(inner())\nawait t\n[r[:2], log]"
        )
        self.assertEqual([[0, 1], [0, 1, 2]], self.returns(code))

    def test_run_of_a_tool_that_has_run_already(self) -> None:
        self.assertEqual(
            [1, 2], self.returns("[asyncio.run(echo(1)), asyncio.get_event_loop().run_until_complete(echo(2))]")
        )

    def test_run_of_something_else_is_an_error(self) -> None:
        self.assertEqual("ValueError", self.fails("asyncio.run(5)")["type"])
        self.assertEqual("ValueError", self.fails("asyncio.run(None)")["type"])

    def test_what_run_leaves_behind_is_cancelled_at_its_end(self) -> None:
        code = (
            "log = []\n"
            "async def forever():\n"
            "  try: await asyncio.sleep(3600)\n  except asyncio.CancelledError: log.append('cancelled'); raise\n"
            "async def main():\n  asyncio.create_task(forever()); await asyncio.sleep(0)\n"
            "asyncio.run(main())\nlog"
        )
        self.assertEqual(["cancelled"], self.returns(code))

    def test_a_runner_cancels_at_its_end_what_was_started_in_it(self) -> None:
        if not self.returns("hasattr(asyncio, 'Runner')"):
            self.skipTest("no Runner")
        code = (
            "async def start():\n  global t\n  t = asyncio.create_task(asyncio.sleep(3600))\n"
            "with asyncio.Runner() as runner:\n  runner.run(start())\n  before = t.done()\n"
            "try: runner.run(start())\nexcept RuntimeError as e: print(e)\n"
            "[before, t.cancelled()]"
        )
        run = self.run_program(code)
        self.assertEqual(([False, True], "Runner is closed\n"), (run.result, run.out))

    def test_run_forever_until_stopped(self) -> None:
        code = (
            "loop = asyncio.get_event_loop()\nr = []\n"
            "async def work():\n  r.append(await echo(1)); loop.stop()\n"
            "loop.create_task(work())\nloop.run_forever()\nr"
        )
        self.assertEqual([1], self.returns(code))

    def test_run_forever_with_nothing_to_do_is_a_deadlock(self) -> None:
        self.assertEqual("DeadlockError", self.fails("asyncio.get_event_loop().run_forever()")["type"])

    def test_coroutines_submitted_to_the_loop_from_a_thread(self) -> None:
        code = (
            "loop = asyncio.get_running_loop()\n"
            "async def f(n):\n  return await echo(n)\n"
            "def work(n):\n  return asyncio.run_coroutine_threadsafe(f(n), loop).result()\n"
            "await asyncio.gather(*[asyncio.to_thread(work, n) for n in range(3)])"
        )
        self.assertEqual([0, 1, 2], self.returns(code))


class GivingUp(RunnerTest):
    def test_a_timeout_abandons_the_call(self) -> None:
        code = "try: await asyncio.wait_for(echo(1), 0.01)\nexcept asyncio.TimeoutError: print('late')\nawait echo(2)"
        run = self.run_program(code, at_idle=lambda calls: [c for c in calls if c["args"]["value"] == 2])
        self.assertEqual((2, "late\n", [1]), (run.result, run.out, run.abandoned))
        self.assertIn("wakeAfter", run.of("idle")[0])

    def test_a_late_answer_is_dropped(self) -> None:
        host = self.host
        host.start("try: await asyncio.wait_for(echo(1), 0.001)\nexcept asyncio.TimeoutError: pass\nawait echo(2)")
        run = Run()
        host.receive_until("abandon", run)
        host.answer(1, "late")
        call = host.receive_until("call", run)
        host.answer(1, "later")
        host.answer(call["id"], "right")
        host.answer(call["id"], "second")
        self.assertEqual("right", host.receive_until("ended")["result"])
        self.assertEqual(3, self.returns("echo(3)"))

    def test_a_cancelled_task_abandons_its_call(self) -> None:
        code = (
            "t = asyncio.create_task(echo(1))\nawait asyncio.sleep(0)\nt.cancel()\n"
            "try: await t\nexcept asyncio.CancelledError: pass\nawait echo(2)"
        )
        run = self.run_program(code, at_idle=lambda calls: calls[-1:])
        self.assertEqual((2, [1]), (run.result, run.abandoned))

    def test_a_task_cancelled_before_it_ran_makes_no_call(self) -> None:
        code = "t = asyncio.create_task(echo(1))\nt.cancel()\nawait asyncio.sleep(0.001)\nt.cancelled()"
        run = self.run_program(code)
        self.assertEqual((True, []), (run.result, run.calls))

    def test_the_first_of_several(self) -> None:
        code = (
            "ts = [asyncio.create_task(echo(n)) for n in range(3)]\n"
            "done, pending = await asyncio.wait(ts, return_when=asyncio.FIRST_COMPLETED)\n"
            "for t in pending: t.cancel()\nawait asyncio.gather(*pending, return_exceptions=True)\n"
            "[t.result() for t in done]"
        )
        run = self.run_program(code, at_idle=lambda calls: calls[1:2])
        self.assertEqual([1], run.result)
        self.assertEqual([1, 3], sorted(run.abandoned))

    def test_an_answer_that_has_come_is_not_lost_to_a_timer_that_is_due_too(self) -> None:
        host = self.host
        for wrap in ("echo(1)", "asyncio.create_task(echo(1))", "asyncio.gather(echo(1), asyncio.sleep(0))"):
            with self.subTest(wrap):
                host.start(
                    "import os, time\n"
                    "loop = asyncio.get_running_loop()\n"
                    f"waiting = asyncio.create_task(asyncio.wait_for({wrap}, 0.5))\n"
                    "due = loop.time() + 0.5\n"
                    "for _ in range(9): await asyncio.sleep(0)  # the call leaves\n"
                    "while not os.path.exists('answered') or loop.time() < due + 0.01: time.sleep(0.001)\n"
                    "os.unlink('answered')\n"
                    "await waiting"
                )
                # Whatever the program waits for comes while its loop is blocked until after the timer.
                host.answer(host.receive_until("call")["id"], "in time")
                open(os.path.join(glob.glob(f"{host.folder}/ptc-*")[0], "answered"), "w").close()
                ended = host.receive_until("ended")
                self.assertEqual("returned", ended["outcome"], ended)


class Deadlocks(RunnerTest):
    def test_waiting_for_what_cannot_happen_is_an_error_with_the_line(self) -> None:
        for wait in ("asyncio.Event().wait()", "asyncio.Queue().get()", "asyncio.get_running_loop().create_future()"):
            with self.subTest(wait):
                error = self.fails(f"async def main():\n  await {wait}\n\nawait main()")
                self.assertEqual("DeadlockError", error["type"])
                self.assertIn("line 4", error["traceback"])
                self.assertIn("line 2, in main", error["traceback"])
                self.assertNotIn("CancelledError", error["traceback"])

    def test_the_innermost_loop_is_told_and_the_program_may_catch_it(self) -> None:
        code = (
            "async def stuck():\n  await asyncio.Event().wait()\n"
            "try: asyncio.run(stuck())\nexcept RuntimeError as e: print(type(e).__name__)\nawait echo(1)"
        )
        run = self.run_program(code)
        self.assertEqual((1, "DeadlockError\n"), (run.result, run.out))

    def test_a_program_that_refuses_to_be_cancelled_gets_it_the_hard_way(self) -> None:
        code = "while True:\n  try: await asyncio.Event().wait()\n  except asyncio.CancelledError: print('no')\n"
        run = self.run_program(code)
        self.assertEqual("DeadlockError", run.error["type"])
        self.assertIn("does not end when it is cancelled", run.spent)

    def test_idle_workers_of_a_pool_are_nobody_to_wait_for(self) -> None:
        code = "await asyncio.to_thread(echo, 1)\nawait asyncio.Event().wait()"
        self.assertEqual("DeadlockError", self.fails(code)["type"])

    def test_a_thread_may_bring_it_about(self) -> None:
        code = (
            "import threading, time\n"
            "loop, event = asyncio.get_running_loop(), asyncio.Event()\n"
            "def later():\n  time.sleep(0.05); loop.call_soon_threadsafe(event.set)\n"
            "threading.Thread(target=later).start()\nawait event.wait()"
        )
        self.assertEqual("true", self.run_program(code).ended["result"])

    def test_a_process_may_bring_it_about(self) -> None:
        code = (
            "import sys\n"
            "command = [sys.executable, '-c', 'print(5)']\n"
            "p = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)\n"
            "out, _ = await p.communicate()\nout.decode().strip()"
        )
        self.assertEqual("5", self.returns(code))

    def test_timers_are_no_deadlock(self) -> None:
        self.assertEqual("done", self.returns("await asyncio.sleep(0.02, 'done')"))


class AtTheEnd(RunnerTest):
    def test_pending_tasks_are_cancelled_and_may_clean_up(self) -> None:
        code = (
            "async def work():\n"
            "  try: await echo(1)\n  finally:\n    await asyncio.sleep(0)\n    print('cleaned')\n"
            "t = asyncio.create_task(work())\nawait asyncio.sleep(0)\n'end'"
        )
        run = self.run_program(code, at_idle=lambda calls: [])
        self.assertEqual(("end", "cleaned\n"), (run.result, run.out))
        self.assertEqual("", run.err)
        self.assertEqual(2, self.returns("echo(2)"))

    def test_a_task_that_does_not_end_spends_the_session(self) -> None:
        code = (
            "async def stubborn():\n  while True:\n    try: await asyncio.sleep(3600)\n"
            "    except asyncio.CancelledError: pass\n"
            "t = asyncio.create_task(stubborn())\nawait asyncio.sleep(0)\n1"
        )
        run = self.run_program(code)
        self.assertEqual(1, run.result)
        self.assertIn("does not end when it is cancelled", run.spent)

    def test_asynchronous_generators_are_closed(self) -> None:
        code = (
            "async def numbers():\n  try:\n    yield 1\n    yield 2\n  finally: print('closed')\n"
            "g = numbers()\nawait g.__anext__()"
        )
        run = self.run_program(code)
        self.assertEqual((1, "closed\n", ""), (run.result, run.out, run.err))
        self.assertEqual(([1, 2], ""), self.again_with_generators())

    def again_with_generators(self) -> tuple[Any, str]:
        run = self.run_program("[n async for n in numbers()]")
        return run.result, run.err

    def test_callbacks_and_timers_do_not_reach_the_next_program(self) -> None:
        self.returns(
            "loop = asyncio.get_event_loop()\nloop.call_soon(print, 'soon')\nloop.call_later(0, print, 'later')\n"
            "loop.set_exception_handler(lambda *a: print('handler'))\nloop.set_debug(True)\n"
            "loop.set_task_factory(lambda loop, coro, **k: print('factory'))\n1"
        )
        run = self.run_program("await asyncio.sleep(0.01)\nawait echo(5)")
        self.assertEqual((5, "", ""), (run.result, run.out, run.err))

    def test_a_loop_that_was_shut_down_serves_the_next_program(self) -> None:
        self.run_program(
            "loop = asyncio.get_event_loop()\n"
            "loop.run_until_complete(loop.shutdown_asyncgens())\n"
            "loop.run_until_complete(loop.shutdown_default_executor())\nloop.stop()\nloop.close()"
        )
        run = self.run_program("await asyncio.to_thread(echo, 1)")
        self.assertEqual((1, ""), (run.result, run.err))

    def test_functions_of_asyncio_that_were_replaced_are_themselves_again(self) -> None:
        self.run_program(
            "asyncio.run = asyncio.gather = asyncio.sleep = asyncio.Queue = None\ndel asyncio.wait\nasyncio.x = 1"
        )
        code = (
            "import asyncio\nasyncio.run(asyncio.sleep(0))\n"
            "[asyncio.Queue().qsize(), hasattr(asyncio, 'x'), asyncio.wait is None]"
        )
        self.assertEqual([0, False, False], self.returns(code))

    def test_a_failed_task_is_no_concern_of_a_later_program(self) -> None:
        self.returns("async def f():\n  raise ValueError\nt = asyncio.create_task(f())\nawait asyncio.sleep(0.01)\n1")
        self.assertEqual("", self.prints("import gc\ndel t\ngc.collect()\nNone"))

    def test_a_failed_task_that_nobody_awaits_is_reported_by_python(self) -> None:
        code = "async def f():\n  raise ValueError('lost')\nasyncio.create_task(f())\nawait asyncio.sleep(0.01)\n1"
        run = self.run_program(code)
        self.assertEqual(1, run.result)
        self.assertIn("ValueError: lost", run.err)


if __name__ == "__main__":
    unittest.main()
