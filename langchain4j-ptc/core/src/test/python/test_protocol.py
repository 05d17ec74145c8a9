"""Frames: the start, idle, suspension, numbers, sizes, and the end of the connection."""

from __future__ import annotations

import os
import time
import unittest
from typing import Any

from host import PATIENCE, Host, Run, RunnerDied, RunnerTest


class Start(unittest.TestCase):
    def test_hello_tells_what_there_is(self) -> None:
        with Host() as host:
            self.assertEqual(1, host.hello["protocol"])
            self.assertRegex(host.hello["python"], r"^3\.\d+\.\d+")
            self.assertEqual(["threads", "processes"], host.hello["features"])

    def test_the_runner_ends_when_the_host_is_gone(self) -> None:
        for code in (None, "import time\ntime.sleep(100)", "while True: pass", "echo(1)", "await asyncio.sleep(100)"):
            with self.subTest(code), Host() as host:
                if code is not None:
                    host.start(code)
                    host.start("1")  # has arrived when the first one runs
                host.process.stdin.close()
                host.process.wait(PATIENCE)

    def test_quit_ends_the_runner_whatever_it_does(self) -> None:
        with Host() as host:
            host.start("print('here', flush=True)\nwhile True: pass")
            host.receive_until("out")
            host.send(t="quit")
            self.assertEqual(0, host.process.wait(PATIENCE))

    def test_nobody_reads_the_frames_of_the_host_but_the_runner(self) -> None:
        with Host() as host:
            run = host.run("import os\n[os.read(0, 10).decode(), os.readlink('/proc/self/fd/0')]")
            self.assertEqual(["", "/dev/null"], run.result)


class Idle(RunnerTest):
    def kinds(self, code: str, **options: Any) -> list[str]:
        return self.run_program(code, at_idle=lambda calls: calls, **options).kinds

    def test_a_blocking_call_is_idle_at_once(self) -> None:
        self.assertEqual(["call", "idle", "call", "idle", "ended"], self.kinds("echo(1)\necho(2)"))

    def test_a_batch_is_told_as_one(self) -> None:
        code = (
            "async def two(n):\n  a = await echo(n)\n  return a + await echo(n)\n"
            "await asyncio.gather(asyncio.gather(two(1), two(2)), two(3))"
        )
        self.assertEqual(["call"] * 3 + ["idle"] + ["call"] * 3 + ["idle", "ended"], self.kinds(code))

    def test_computing_tasks_are_not_idle(self) -> None:
        code = (
            "async def busy():\n  for n in range(50): await asyncio.sleep(0)\n  return await echo('late')\n"
            "await asyncio.gather(echo(1), busy())"
        )
        self.assertEqual(["call", "call", "idle", "ended"], self.kinds(code))

    def test_without_open_calls_nothing_is_told(self) -> None:
        self.assertEqual(["ended"], self.kinds("await asyncio.sleep(0.01)"))

    def test_a_timer_is_told_and_wakes(self) -> None:
        code = "t = asyncio.create_task(echo(1))\nawait asyncio.sleep(0.5)\nprint('woke')\nawait t"
        woken: list[int] = []

        def second_time(calls: list[Any]) -> list[Any]:
            woken.append(1)
            return calls if len(woken) > 1 else []

        run = self.run_program(code, at_idle=second_time)
        self.assertEqual(["call", "idle", "out", "idle", "ended"], run.kinds)
        first, second = run.of("idle")
        self.assertTrue(0 < first["wakeAfter"] <= 0.5)
        self.assertNotIn("wakeAfter", second)

    def test_an_answer_that_wakes_only_part_of_a_batch_is_followed_by_idle(self) -> None:
        run = self.run_program("await asyncio.gather(*[echo(n) for n in range(4)])", at_idle=lambda calls: calls[:1])
        self.assertEqual(["call"] * 4 + ["idle"] * 4 + ["ended"], run.kinds)

    def test_idle_is_told_again_after_a_print_in_the_background(self) -> None:
        code = (
            "import subprocess, sys\n"
            "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(0.3); print(1)'])\n"
            "echo(1)\np.wait()\nNone"
        )
        seen: list[int] = []

        def after_the_print(calls: list[Any]) -> list[Any]:
            seen.append(1)
            return calls if len(seen) > 1 else []

        self.assertEqual(
            ["call", "idle", "out", "idle", "ended"], self.run_program(code, at_idle=after_the_print).kinds
        )

    def test_many_rounds_one_by_one_never_leave_an_idle_out(self) -> None:
        code = (
            "async def worker(n):\n  for i in range(40):\n    await echo(i)\n    if i % 7 == n: print(n)\n"
            "await asyncio.gather(*map(worker, range(3)))"
        )
        run = self.run_program(code, at_idle=lambda calls: calls[:1])
        self.assertEqual(("returned", 120), (run.outcome, len(run.calls)))


class Suspension(RunnerTest):
    def test_the_clock_of_the_loop_stands_still(self) -> None:
        host, run = self.host, Run()
        host.start(
            "import time\nloop = asyncio.get_running_loop()\n"
            "a, b = loop.time(), time.monotonic()\nawait asyncio.wait_for(echo(1), 0.4)\n"
            "[loop.time() - a, time.monotonic() - b]"
        )
        call = host.receive_until("call", run)
        host.receive_until("idle", run)
        host.send(t="suspend", n=host.number)
        self.assertIsNone(host.receive(0.8), "nothing may happen while it is suspended")
        with host.together():
            host.answer(call["id"], "in time")
            host.send(t="resume", n=host.number)
        ended = host.receive_until("ended", run)
        self.assertEqual("returned", ended["outcome"], ended)
        run.ended = ended
        by_loop, by_clock = run.result
        self.assertLess(by_loop, 0.4)
        self.assertGreater(by_clock, 0.75)

    def test_a_timer_fires_its_full_time_after_the_suspension(self) -> None:
        host = self.host
        host.start(
            "t = asyncio.create_task(echo(1))\nloop = asyncio.get_running_loop()\na = loop.time()\n"
            "await asyncio.sleep(0.2)\nprint(loop.time() - a >= 0.2)\nawait t"
        )
        call = host.receive_until("call")
        host.receive_until("idle")
        host.send(t="suspend", n=host.number)
        self.assertIsNone(host.receive(0.4))
        host.send(t="resume", n=host.number)
        self.assertEqual("True\n", host.receive_until("out")["text"])
        host.answer(call["id"], 5)
        self.assertEqual("5", host.receive_until("ended")["result"])

    def test_a_blocking_call_goes_on_with_its_answer(self) -> None:
        host = self.host
        host.start("echo(1)")
        call = host.receive_until("call")
        host.send(t="suspend", n=host.number)
        with host.together():
            host.answer(call["id"], "x")
            host.send(t="resume", n=host.number)
        self.assertEqual("x", host.receive_until("ended")["result"])

    def test_suspending_again_and_again_adds_up(self) -> None:
        host = self.host
        host.start("await asyncio.wait_for(echo(1), 0.5)")
        call = host.receive_until("call")
        for _ in range(5):
            host.send(t="suspend", n=host.number)
            time.sleep(0.15)
            host.send(t="resume", n=host.number)
        host.answer(call["id"], "x")
        self.assertEqual("x", host.receive_until("ended")["result"])


class Frames(RunnerTest):
    def test_a_call_is_one_compact_message(self) -> None:
        host = self.host
        host.start("echo({'a': [1, 'é']})")
        call = host.receive_until("call")
        expected = {"t": "call", "n": host.number, "id": 1, "tool": "echo", "args": {"value": {"a": [1, "é"]}}}
        self.assertEqual(expected, call)
        host.answer(1, None)
        host.receive_until("ended")

    def test_answers_with_fields_in_another_order_or_with_spaces(self) -> None:
        host = self.host
        host.start("[echo(n) for n in range(2)]")
        for number, payload in enumerate(
            (
                '{ "t" : "answer" , "n" : %d , "id" : %d , "value" : "spaces" }',
                '{"value":"order","n":%d,"id":%d,"t":"answer"}',
            ),
            1,
        ):
            host.receive_until("call")
            host.send_frame((payload % (host.number, number)).encode())
        self.assertEqual('["spaces","order"]', host.receive_until("ended")["result"])

    def test_a_file_and_a_program_in_one_piece(self) -> None:
        host = self.host
        with host.together():
            host.send(t="file", path="one", stream=5, size=3)
            host.send_frame((5).to_bytes(4, "big") + b"abc", kind=1)
            host.start("open('one').read()")
        host.receive_until("filed")
        self.assertEqual("abc", host.receive_until("ended")["result"])

    def test_programs_with_descriptors_and_pipes_of_every_kind(self) -> None:
        code = "import os\nfor n in range(3, 60):\n  try: os.close(n)\n  except OSError: pass\necho(1)"
        self.assertEqual(1, self.returns(code))

    def test_more_descriptors_than_select_takes(self) -> None:
        code = (
            "import os, resource\n"
            "resource.setrlimit(resource.RLIMIT_NOFILE, (4096,) + resource.getrlimit(resource.RLIMIT_NOFILE)[1:])\n"
            "files = [open(os.devnull) for _ in range(1500)]\n"
            "print('x' * 100_000)\nr = [echo(1), asyncio.run(asyncio.sleep(0.001, 2))]\n"
            "[f.close() for f in files] and r"
        )
        self.assertEqual([1, 2], self.returns(code))

    def test_a_broken_message_ends_the_runner_with_a_reason(self) -> None:
        for payload in (b"{", b'{"t":"run"}', b'{"n":1}', b"\xff"):
            with self.subTest(payload), Host() as host:
                host.send_frame(payload)
                with self.assertRaises(RunnerDied):
                    host.receive()
                self.assertNotEqual("", host.said())

    def test_a_small_frame_limit_holds_for_all_messages(self) -> None:
        with Host(max_frame=100_000) as host:
            self.assertEqual("limit", host.run("'\\0' * 50_000").outcome)
            self.assertEqual("ValueError", host.run("echo('x' * 200_000)").error["type"])
            self.assertEqual("x" * 500_000, host.run("print('x' * 500_000, end='')").out)
            self.assertEqual("returned", host.run("open('output/f', 'wb').write(bytes(500_000))").outcome)

    def test_all_bytes_of_the_host_arrive_while_the_program_computes(self) -> None:
        """The reading thread reads although the main thread is busy in Python."""
        host = self.host
        host.start("t = 0\nwhile not (t := t + 1) > 300_000: pass\n1")
        for _ in range(200):
            host.send(t="answer", n=host.number, id=999, value="x" * 10_000)
        self.assertEqual("1", host.receive_until("ended")["result"])


class Leaks(RunnerTest):
    def test_programs_leave_no_descriptors_and_no_threads(self) -> None:
        count = (
            "import os, threading, time\n"
            "while threading.active_count() > 1: time.sleep(0.001)  # idle workers end by themselves\n"
            "len(os.listdir('/proc/self/fd'))"
        )
        if not os.path.exists("/proc/self/fd"):
            self.skipTest("no /proc")
        program = (
            "import subprocess\nsubprocess.run(['true'])\n"
            "await asyncio.gather(asyncio.to_thread(echo, 1), echo(2))\nasyncio.run(asyncio.sleep(0))"
        )
        self.run_program(program)
        before = self.returns(count)
        for _ in range(20):
            self.run_program(program)
        self.assertEqual(before, self.returns(count))


if __name__ == "__main__":
    unittest.main()
