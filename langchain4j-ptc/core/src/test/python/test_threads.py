"""Threads, pools, processes and signals of programs."""

from __future__ import annotations

import unittest
from typing import Any

from host import Run, RunnerTest


class Threads(RunnerTest):
    def test_every_way_to_call_from_threads(self) -> None:
        ways = {
            "pool map": "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(4) as pool: r = list(pool.map(echo, range(6)))\nr",
            "pool submit": "from concurrent.futures import ThreadPoolExecutor, as_completed\n"
            "with ThreadPoolExecutor() as pool:\n  fs = [pool.submit(echo, n) for n in range(6)]\n"
            "  r = sorted(f.result() for f in as_completed(fs))\nr",
            "threads": "import threading\nr = []\n"
            "ts = [threading.Thread(target=lambda n=n: r.append(echo(n))) for n in range(6)]\n"
            "for t in ts: t.start()\nfor t in ts: t.join()\nsorted(r)",
            "to_thread": "await asyncio.gather(*[asyncio.to_thread(echo, n) for n in range(6)])",
            "executor": "loop = asyncio.get_running_loop()\n"
            "await asyncio.gather(*[loop.run_in_executor(None, echo, n) for n in range(6)])",
            "own loops": "from concurrent.futures import ThreadPoolExecutor\n"
            "async def main(n):\n  return await echo(n)\n"
            "with ThreadPoolExecutor(6) as pool: r = list(pool.map(lambda n: asyncio.run(main(n)), range(6)))\nr",
            "multiprocessing's threads": "from multiprocessing.pool import ThreadPool\n"
            "with ThreadPool(3) as pool: r = pool.map(echo, range(6))\npool.join()\nr",
        }
        for name, code in ways.items():
            with self.subTest(name):
                run = self.run_program(code)
                self.assertEqual(list(range(6)), run.result, run.ended)
                self.assertIsNone(run.spent)
                self.assertEqual(list(range(1, 7)), [call["id"] for call in run.calls])

    def test_idle_is_told_when_all_threads_wait(self) -> None:
        for code in (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(5) as pool: r = list(pool.map(echo, range(5)))\nr",
            "await asyncio.gather(*[asyncio.to_thread(echo, n) for n in range(5)])",
            "from concurrent.futures import ThreadPoolExecutor\n"
            "async def main(n):\n  return await echo(n)\n"
            "with ThreadPoolExecutor(5) as pool: r = list(pool.map(lambda n: asyncio.run(main(n)), range(5)))\nr",
        ):
            with self.subTest(code):
                largest: list[int] = []

                def one(calls: list[Any], largest: list[int] = largest) -> list[Any]:
                    largest.append(len(calls))
                    return calls[-1:]

                self.assertEqual([0, 1, 2, 3, 4], self.run_program(code, at_idle=one).result)
                self.assertGreaterEqual(len(largest), 5)

    def test_two_threads_that_call_all_the_time_keep_the_order_of_ids(self) -> None:
        code = (
            "import sys, threading\nsys.setswitchinterval(1e-6)\n"
            "def work():\n  for n in range(150): echo(n)\n"
            "ts = [threading.Thread(target=work) for _ in range(3)]\n"
            "for t in ts: t.start()\nfor t in ts: t.join()"
        )
        run = self.run_program(code)
        self.assertEqual("returned", run.outcome, run.ended)
        self.assertEqual(list(range(1, 451)), [call["id"] for call in run.calls])

    def test_a_failure_in_a_thread_is_raised_where_its_result_is_asked_for(self) -> None:
        code = (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor() as pool: f = pool.submit(broken)\nf.result()"
        )
        self.assertEqual("ToolError", self.fails(code)["type"])

    def test_prints_of_threads_are_whole_lines_of_print(self) -> None:
        code = (
            "import threading\n"
            "ts = [threading.Thread(target=lambda n=n: [print(f'{n}:{i}\\n"
            "', end='') for i in range(200)]) for n in range(4)]\n"
            "for t in ts: t.start()\nfor t in ts: t.join()"
        )
        expected = sorted(f"{n}:{i}" for n in range(4) for i in range(200))
        self.assertEqual(expected, sorted(self.prints(code).split()))

    def test_sys_exit_in_a_thread_ends_the_thread_only(self) -> None:
        code = "import sys, threading\nt = threading.Thread(target=sys.exit)\nt.start(); t.join()\necho(1)"
        self.assertEqual(1, self.returns(code))

    def test_a_thread_that_goes_on_spends_the_session(self) -> None:
        code = (
            "import threading, time\n"
            "threading.Thread(target=time.sleep, args=(60,), name='sleeper', daemon=True).start()\n1"
        )
        run = self.run_program(code)
        self.assertEqual(1, run.result)
        self.assertEqual("a thread that it started goes on: sleeper", run.spent)

    def test_a_thread_without_the_module_threading_spends_it_too(self) -> None:
        run = self.run_program(
            "import _thread, time\n_thread.start_new_thread(time.sleep, (60,))\nwhile _thread._count() < 2: pass"
        )
        self.assertEqual("a thread that it started goes on: without a name", run.spent)

    def test_a_thread_that_is_about_to_end_does_not(self) -> None:
        self.assertEqual(1, self.returns("import threading\nthreading.Timer(0.05, lambda: None).start()\n1"))

    def test_a_thread_that_waits_for_an_answer_is_told_that_the_program_is_over(self) -> None:
        code = "import threading\nthreading.Thread(target=echo, args=(1,)).start()\nwhile not asyncio: pass\n2"
        host, run = self.host, Run()
        host.start(code)
        run.ended = host.receive_until("ended", run)
        self.assertEqual("2", run.ended["result"])
        self.assertIsNone(run.spent)
        if run.calls:
            self.assertEqual([1], run.abandoned)
            self.assertIn("the program ended before the tool answered", run.err)

    def test_workers_of_a_pool_that_is_left_open_serve_the_next_program(self) -> None:
        first = (
            "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(2)\n"
            "list(pool.map(echo, [1, 2]))"
        )
        self.assertEqual([1, 2], self.returns(first))
        self.assertEqual([3, 4], self.returns("list(pool.map(echo, [3, 4]))"))
        self.assertEqual("DeadlockError", self.fails("await asyncio.Event().wait()")["type"])
        self.assertEqual(1, self.returns("pool.shutdown()\n1"))

    def test_what_a_finalizer_does_cannot_block_the_reading_of_answers(self) -> None:
        code = (
            "import gc\n"
            "class Loud:\n"
            "  def __init__(self): self.me = self\n"
            "  def __del__(self):\n    print('x' * 5000)\n    try: echo('from a finalizer')\n"
            "    except RuntimeError: pass\n"
            "gc.set_threshold(5)\n"
            "for n in range(30):\n  Loud()\n  echo({'a': [{}, {}, {}]})\n"
            "1"
        )
        run = self.run_program(code)
        self.assertEqual(("returned", "1"), (run.outcome, run.ended.get("result")), run.ended)


class Processes(RunnerTest):
    def test_what_a_subprocess_prints_is_captured_in_order(self) -> None:
        code = (
            "import subprocess, sys, os\n"
            "print('a')\nsubprocess.run([sys.executable, '-c', 'print(\"b\")'])\nprint('c')\n"
            "os.write(1, b'd\\n')\nprint('e')\nos.write(2, b'err')\nos.system('echo f')"
        )
        run = self.run_program(code)
        self.assertEqual(("a\nb\nc\nd\ne\nf\n", "err"), (run.out, run.err))

    def test_output_of_a_subprocess_that_the_program_reads_stays_there(self) -> None:
        code = "import subprocess, sys\nsubprocess.check_output([sys.executable, '-c', 'print(1)'], text=True)"
        self.assertEqual("1\n", self.returns(code))

    def test_a_subprocess_has_no_input(self) -> None:
        self.assertEqual(
            "", self.returns("import subprocess\nsubprocess.run(['cat'], capture_output=True, text=True).stdout")
        )

    def test_fork_and_exit(self) -> None:
        code = (
            "import os\npid = os.fork()\n"
            "if pid == 0:\n  print('child')\n  os._exit(3)\n"
            "status = os.waitpid(pid, 0)[1]\nos.WEXITSTATUS(status)"
        )
        run = self.run_program(code)
        self.assertEqual((3, "child\n"), (run.result, run.out))

    def test_a_child_that_comes_to_the_end_of_the_program_ends_as_python_would(self) -> None:
        for last, status, error in (("0", 0, ""), ("sys.exit(5)", 5, ""), ("1 / 0", 1, "ZeroDivisionError")):
            with self.subTest(last):
                code = (
                    "import os, sys\npid = os.fork()\n"
                    f"if pid == 0:\n  print('child')\n  {last}\n"
                    "else: print(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))"
                )
                run = self.run_program(code)
                self.assertEqual(f"child\n{status}\n", run.out)
                self.assertIn(error, run.err)
                self.assertEqual(1, self.returns("echo(1)"))

    def test_a_child_cannot_call_tools(self) -> None:
        code = (
            "import os\npid = os.fork()\n"
            "if pid == 0:\n  try: echo(1)\n  except RuntimeError as e: print(e)\n  os._exit(0)\n"
            "os.waitpid(pid, 0)\nNone"
        )
        run = self.run_program(code)
        self.assertEqual([], run.calls)
        self.assertIn("in a child process", run.out)

    def test_pools_of_forked_processes_with_classes_of_the_program(self) -> None:
        code = (
            "import multiprocessing\n"
            "class Point:\n  def __init__(self, x): self.x = x\n"
            "def square(p): return Point(p.x ** 2)\n"
            "with multiprocessing.get_context('fork').Pool(2) as pool:\n"
            "  r = [p.x for p in pool.map(square, [Point(n) for n in range(4)])]\npool.join()\nr"
        )
        self.assertEqual([0, 1, 4, 9], self.returns(code))

    def test_executors_of_forked_processes(self) -> None:
        code = (
            "from concurrent.futures import ProcessPoolExecutor\nimport multiprocessing, sys\n"
            "def size(record): return len(record['name'])\n"
            "records = [echo({'name': 'x' * n}) for n in range(3)]\n"
            "with ProcessPoolExecutor(2, multiprocessing.get_context('fork')) as pool:\n"
            "  r = list(pool.map(size, records))\n"
            "r"
        )
        self.assertEqual([0, 1, 2], self.returns(code))

    def test_asyncio_in_a_child(self) -> None:
        code = (
            "import os\n"
            "async def main():\n  await asyncio.sleep(0.001)\n  return 4\n"
            "pid = os.fork()\nif pid == 0: os._exit(asyncio.run(main()))\n"
            "os.WEXITSTATUS(os.waitpid(pid, 0)[1])"
        )
        self.assertEqual(4, self.returns(code))

    def test_a_process_that_goes_on_spends_the_session(self) -> None:
        run = self.run_program("import subprocess\np = subprocess.Popen(['sleep', '60'])\n1")
        self.assertEqual("a process that it started goes on", run.spent)

    def test_a_process_that_nobody_waited_for_but_ended_does_not(self) -> None:
        self.assertEqual(1, self.returns("import subprocess\np = subprocess.Popen(['true'])\n1"))


class Signals(RunnerTest):
    def test_an_alarm_that_raises_ends_a_blocking_call(self) -> None:
        code = (
            "import signal\n"
            "def late(*_): raise TimeoutError('too late')\n"
            "signal.signal(signal.SIGALRM, late)\nsignal.setitimer(signal.ITIMER_REAL, 0.05)\n"
            "try: echo(1)\nexcept TimeoutError as e: print(e)\n"
            "echo(2)"
        )
        run = self.run_program(code, at_idle=lambda calls: [c for c in calls if c["args"]["value"] == 2])
        self.assertEqual((2, "too late\n", [1]), (run.result, run.out, run.abandoned))

    def test_alarms_at_any_moment_leave_the_frames_whole(self) -> None:
        code = (
            "import signal\n"
            "class Late(Exception): pass\n"
            "def late(*_): raise Late\n"
            "signal.signal(signal.SIGALRM, late)\n"
            "n = caught = 0\n"
            "while n < 500:\n"
            "  try:\n"
            "    while n < 500:\n"
            "      n += 1\n"
            "      signal.setitimer(signal.ITIMER_REAL, 0.00001 * (n % 20 + 1))\n"
            "      echo(n); print(n)\n"
            "      while True: pass  # until the alarm comes\n"
            "  except Late: caught += 1\n"
            "caught"
        )
        run = self.run_program(code)
        self.assertEqual(500, run.result, run.ended)
        self.assertEqual(5, self.returns("echo(5)"))

    def test_alarms_in_the_middle_of_prints_leave_the_output_open(self) -> None:
        code = (
            "import signal\n"
            "class Late(Exception): pass\n"
            "def late(*_): raise Late\n"
            "signal.signal(signal.SIGALRM, late)\n"
            "n = caught = 0\n"
            "while n < 2000:\n"
            "  try:\n"
            "    while n < 2000:\n"
            "      n += 1\n"
            "      signal.setitimer(signal.ITIMER_REAL, 0.00001 * (n % 20 + 1))\n"
            "      while True: print('x')  # until the alarm comes\n"
            "  except Late: caught += 1\n"
            "caught"
        )
        run = self.run_program(code, output=1 << 26)
        self.assertEqual(2000, run.result, run.ended)
        self.assertEqual("open\n", self.prints("import time\ntime.sleep(0.3)\nprint('open')"))

    def test_an_alarm_does_not_reach_the_next_program(self) -> None:
        self.returns(
            "import signal\nsignal.signal(signal.SIGALRM, lambda *_: 1 / 0)\n"
            "signal.setitimer(signal.ITIMER_REAL, 0.02)\n1"
        )
        self.assertEqual(1, self.returns("import time\ntime.sleep(0.05)\n1"))
        self.assertEqual(True, self.returns("signal.getsignal(signal.SIGALRM) == signal.SIG_DFL"))

    def test_keyboard_interrupt_is_an_error_of_the_program(self) -> None:
        for code in (
            "raise KeyboardInterrupt",
            "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nimport time\ntime.sleep(5)",
            "import _thread\n_thread.interrupt_main()\nwhile True: pass",
            "import _thread\nawait asyncio.sleep(0)\n_thread.interrupt_main()\nawait asyncio.sleep(5)",
        ):
            with self.subTest(code):
                self.assertEqual("KeyboardInterrupt", self.fails(code)["type"])
                self.assertEqual(1, self.returns("await echo(1)"))

    def test_an_interrupt_between_programs_hurts_nobody(self) -> None:
        self.returns("import os, signal\nos.kill(os.getpid(), signal.SIGINT) if False else 1")
        self.host.process.send_signal(2)
        self.assertEqual(1, self.returns("echo(1)"))

    def test_signal_handlers_of_the_loop(self) -> None:
        code = (
            "import os, signal\nevent = asyncio.Event()\n"
            "asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, event.set)\n"
            "asyncio.get_running_loop().call_later(0.01, os.kill, os.getpid(), signal.SIGUSR1)\n"
            "await asyncio.wait_for(event.wait(), 5)"
        )
        self.assertEqual(True, self.returns(code))
        self.assertEqual(True, self.returns("signal.getsignal(signal.SIGUSR1) == signal.SIG_DFL"))


if __name__ == "__main__":
    unittest.main()
