"""What programs print, and what they try to read."""

from __future__ import annotations

import glob
import os
import select
import unittest

from host import Run, RunnerTest


class Printing(RunnerTest):
    def test_every_way_to_print(self) -> None:
        code = (
            "import sys, os, logging, warnings\n"
            "print('a', 1, sep='-', end='!\\n')\n"
            "sys.stdout.write('b\\n'); sys.stdout.writelines(['c', '\\n'])\n"
            "print('d', file=sys.stdout, flush=True)\n"
            "sys.stdout.buffer.write(b'e\\n'); sys.__stdout__.write('f\\n')\n"
            "os.write(1, b'g\\n')\nopen('/dev/stdout', 'w').write('h\\n')\n"
            "with os.fdopen(os.dup(1), 'w') as f: print('i', file=f)\n"
            "print('j')"
        )
        self.assertEqual("a-1!\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", self.prints(code))

    def test_errors_and_logs_go_to_the_second_stream(self) -> None:
        code = (
            "import sys, logging, warnings\n"
            "print('a', file=sys.stderr); sys.stderr.write('b\\n')\nlogging.warning('c')\nwarnings.warn('d')\n"
            "import traceback\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc()"
        )
        run = self.run_program(code)
        self.assertEqual("", run.out)
        for part in ("a\nb\n", "WARNING:root:c", "UserWarning: d", "ZeroDivisionError: division by zero"):
            self.assertIn(part, run.err)

    def test_texts_that_are_hard_to_carry(self) -> None:
        texts = ["", "\n", "x\0y", "\u2028\u2029\x85", "🎉é", '{"t":"ended"}', "\x1b[31m", "\\u0000", "a\r\nb"]
        for text in texts:
            with self.subTest(repr(text)):
                self.assertEqual(text, self.prints(f"print({text!r}, end='')"))

    def test_half_surrogate_pairs_become_question_marks(self) -> None:
        run = self.run_program("print('a\\ud800b')\n'c\\udfffd'")
        self.assertEqual(("a?b\n", "c?d"), (run.out, run.result))

    def test_bytes_that_are_no_text_become_replacement_characters(self) -> None:
        self.assertEqual("a\ufffdb\ufffd", self.prints("import os\nos.write(1, b'a\\xffb\\xf0\\x9f')"))

    def test_characters_may_come_in_pieces(self) -> None:
        code = (
            "import os, sys\n"
            "for byte in '\\u20ac'.encode():\n  sys.stdout.buffer.write(bytes([byte])); os.write(2, bytes([byte]))"
        )
        run = self.run_program(code)
        self.assertEqual(("\u20ac", "\u20ac"), (run.out, run.err))

    def test_output_is_streamed_while_the_program_runs(self) -> None:
        host, run = self.host, Run()
        host.start(
            "print('first')\nimport os, time\n"
            "while not os.path.exists('go'): time.sleep(0.01)\n"
            "os.unlink('go')\necho(1)"
        )
        out = host.receive_until("out", run)
        self.assertEqual("first\n", out["text"])
        self.assertEqual([], run.calls)
        open(glob.glob(f"{host.folder}/ptc-*")[0] + "/go", "w").close()
        host.serve(host.receive_until("call"))
        host.receive_until("ended")

    def test_output_comes_before_the_call_that_follows_it(self) -> None:
        run = self.run_program("print('a')\necho(1)\nprint('b')\necho(2)")
        order = [m.get("text", m["t"]) for m in run.messages if m["t"] != "idle"]
        self.assertEqual(["a\n", "call", "b\n", "call", "ended"], order)

    def test_prints_are_sent_together(self) -> None:
        run = self.run_program("for n in range(1000): print(n)")
        self.assertLess(len(run.of("out")), 20)

    def test_a_megabyte_arrives_whole(self) -> None:
        run = self.run_program("print('é' * 500_000, end='')")
        self.assertEqual("é" * 500_000, run.out)
        self.assertLessEqual(max(len(m["text"].encode()) for m in run.of("out")), 64 << 10)

    def test_streams_that_are_closed_or_redirected(self) -> None:
        code = (
            "import contextlib, io, sys\n"
            "sys.stdout.close(); print('a')\n"
            "with contextlib.redirect_stdout(io.StringIO()) as s: print('hidden')\n"
            "print('b', s.getvalue().strip())\n"
            "with sys.stdout as s: print('c')\nprint('d')"
        )
        self.assertEqual("a\nb hidden\nc\nd\n", self.prints(code))

    def test_the_streams_look_like_files(self) -> None:
        code = (
            "import sys\n"
            "[sys.stdout.encoding, sys.stdout.isatty(), sys.stdout.writable(),"
            " sys.stdout.fileno(), sys.stderr.fileno(), sys.stdout.closed, sys.stdout.name]"
        )
        self.assertEqual(["utf-8", False, True, 1, 2, False, "<stdout>"], self.returns(code))

    def test_wrong_writes_are_errors_of_the_program(self) -> None:
        self.assertEqual("TypeError", self.fails("import sys\nsys.stdout.write(b'x')")["type"])
        self.assertEqual("TypeError", self.fails("import sys\nsys.stdout.buffer.write('x')")["type"])

    def test_what_was_printed_before_an_error_is_kept(self) -> None:
        run = self.run_program("print('before')\n1 / 0")
        self.assertEqual(("before\n", "failed"), (run.out, run.outcome))

    def test_finalizers_print_in_the_program_that_left_them(self) -> None:
        code = (
            "class Loud:\n  def __init__(self): self.me = self\n  def __del__(self): print('bye')\n"
            "def f(): Loud()\nf()\nprint('end')"
        )
        run = self.run_program(code)
        self.assertEqual("end\nbye\n", run.out)


class Limits(RunnerTest):
    def test_printing_too_much_ends_the_program_and_keeps_the_beginning(self) -> None:
        run = self.run_program("for n in range(100_000): print('0123456789')", output=1000)
        self.assertEqual(("limit", "output"), (run.outcome, run.ended["limit"]))
        self.assertIn("more than 1000 bytes", run.ended["message"])
        self.assertEqual(1000, len(run.out))
        self.assertEqual(1, self.returns("echo(1)"))

    def test_the_limit_counts_bytes_and_cuts_no_character(self) -> None:
        run = self.run_program("print('é' * 100)", output=31)
        self.assertEqual("é" * 15, run.out)

    def test_exactly_as_much_as_allowed_is_allowed(self) -> None:
        self.assertEqual("x" * 100, self.run_program("print('x' * 100, end='')", output=100).out)

    def test_a_huge_text_costs_no_time(self) -> None:
        self.assertEqual("limit", self.run_program("print('x' * 300_000_000)").outcome)

    def test_catching_everything_does_not_hide_it(self) -> None:
        for code in (
            "try: print('x' * 2000)\nexcept BaseException: pass\n5",
            "async def f(): print('x' * 2000)\nt = asyncio.create_task(f()); await asyncio.sleep(0.01)\n5",
            "import threading\nt = threading.Thread(target=print, args=('x' * 2000,)); t.start(); t.join()\n5",
            "import os\nos.write(1, b'x' * 2000)\n5",
        ):
            with self.subTest(code):
                run = self.run_program(code, output=1000)
                self.assertEqual(("limit", "output"), (run.outcome, run.ended.get("limit")), run.ended)
                self.assertEqual("x" * 1000, run.out)

    def test_who_cannot_be_stopped_prints_over_the_limit_so_that_the_host_ends_it(self) -> None:
        for code in (
            "while True:\n  try: print('x' * 10_000)\n  except BaseException: pass",
            "import os\nwhile True: os.write(1, b'x' * 10_000)",
            "import subprocess\nsubprocess.run('yes')",
        ):
            with self.subTest(code):
                host = self.fresh()
                host.start(code, output=50_000)
                seen = 0
                while seen <= 50_000:
                    seen += len(host.receive_until("out")["text"].encode())
                self.drop()

    def test_a_program_that_prints_megabytes_while_the_host_does_not_read_but_answers(self) -> None:
        """Nothing may wait for each other: the runner reads while it cannot write."""
        host, run = self.host, Run()
        host.start(
            "import threading\n"
            "def chatter():\n  for n in range(300): print('x' * 10_000)\n"
            "t = threading.Thread(target=chatter); t.start()\n"
            "size = sum(len(echo(n)) for n in range(3))\nt.join()\nsize",
            output=8 << 20,
        )
        for _ in range(3):
            call = host.receive_until("call", run)
            payload = b'{"t":"answer","n":%d,"id":%d,"value":"%b"}' % (host.number, call["id"], b"y" * (3 << 20))
            data = len(payload).to_bytes(4, "big") + b"\0" + payload
            self.write_without_reading(data)
        run.ended = host.receive_until("ended", run)
        self.assertEqual(str(9 << 20), run.ended["result"])
        self.assertEqual(300 * 10_001, len(run.out))

    def write_without_reading(self, data: bytes) -> None:
        pipe, left = self.host.process.stdin.fileno(), memoryview(data)
        while left:
            self.assertTrue(select.select([], [pipe], [], 20)[1], "the runner has stopped to read")
            left = left[os.write(pipe, left[:4096]) :]


class Reading(RunnerTest):
    def test_there_is_nobody_to_type(self) -> None:
        for read in (
            "input()",
            "input('name: ')",
            "sys.stdin.read()",
            "sys.stdin.readline()",
            "next(sys.stdin)",
            "list(sys.stdin)",
            "sys.stdin.buffer.read()",
            "__import__('getpass').getpass()",
        ):
            with self.subTest(read):
                error = self.fails(f"import sys\n{read}")
                self.assertEqual("EOFError", error["type"])
                self.assertIn("there is nobody to type", error["message"])

    def test_the_real_standard_input_is_empty(self) -> None:
        self.assertEqual("''", self.returns("import os\nrepr(os.read(0, 100).decode())"))
        self.assertEqual(1, self.returns("echo(1)"))


if __name__ == "__main__":
    unittest.main()
