"""The runner without a thread of its own, as in a sandbox that has none: the same behaviour, and what is particular."""

from __future__ import annotations

import sys
import unittest
from typing import Any

import test_asyncio
import test_program
import test_protocol
import test_random
import test_tools
import test_values
from host import HERE, RUNNER, Host, Run, RunnerTest


class Inline(RunnerTest):
    """The tests of another class, against this kind of runner, but for those that need threads or processes."""

    needs_threads: tuple[str, ...] = ()

    @classmethod
    def new_host(cls) -> Host:
        return Host([sys.executable, "-I", "-u", str(HERE / "inline_runner.py"), str(RUNNER)])

    def setUp(self) -> None:
        if self._testMethodName in self.needs_threads:
            self.skipTest("needs threads")


class InlineSent(Inline, test_values.Sent):
    pass


class InlineRefused(Inline, test_values.Refused):
    pass


class InlineGiven(Inline, test_values.Given):
    pass


class InlineArguments(Inline, test_tools.Arguments):
    pass


class InlineFailures(Inline, test_tools.Failures):
    pass


class InlineNotAwaited(Inline, test_tools.NotAwaited):
    pass


class InlineLimits(Inline, test_tools.Limits):
    pass


class InlineAwaiting(Inline, test_asyncio.Awaiting):
    pass


class InlineStartingLoops(Inline, test_asyncio.StartingLoops):
    needs_threads = ("test_coroutines_submitted_to_the_loop_from_a_thread",)


class InlineGivingUp(Inline, test_asyncio.GivingUp):
    pass


class InlineDeadlocks(Inline, test_asyncio.Deadlocks):
    needs_threads = (
        "test_idle_workers_of_a_pool_are_nobody_to_wait_for",
        "test_a_thread_may_bring_it_about",
        "test_a_process_may_bring_it_about",
    )


class InlineAtTheEnd(Inline, test_asyncio.AtTheEnd):
    needs_threads = ("test_a_loop_that_was_shut_down_serves_the_next_program",)


class InlineTopLevelReturn(Inline, test_program.TopLevelReturn):
    pass


class InlineExits(Inline, test_program.Exits):
    pass


class InlineIdle(Inline, test_protocol.Idle):
    needs_threads = ("test_idle_is_told_again_after_a_print_in_the_background",)


class InlineSuspension(Inline, test_protocol.Suspension):
    pass


class InlineRandom(Inline, test_random.Random):
    needs_threads = ("test_random_programs_with_threads",)


class Particular(Inline):
    def test_hello_tells_what_there_is_not(self) -> None:
        self.assertEqual([], self.host.hello["features"])

    def test_answers_are_seen_by_a_loop_that_never_rests(self) -> None:
        code = "t = asyncio.create_task(echo(1))\nwhile not t.done(): await asyncio.sleep(0)\nt.result()"
        self.assertEqual(1, self.returns(code))

    def test_a_blocking_call_in_a_callback_of_the_loop(self) -> None:
        host, run = self.host, Run()
        host.start("a = asyncio.create_task(echo('a'))\nawait asyncio.sleep(0)\nb = await echo('b')\n[await a, b]")
        calls = [host.receive_until("call", run), host.receive_until("call", run)]
        for call in reversed(calls):
            host.serve(call)
        self.assertEqual('["a","b"]', host.receive_until("ended", run)["result"])

    def test_stand_ins_of_threads_begin_calls_and_are_told_later(self) -> None:
        """The seam that the embedded sandbox uses for concurrent.futures."""
        code = (
            "class Told:\n"
            "  def done(self): return False\n"
            "  def set_result(self, value): results.append(value)\n"
            "  def set_exception(self, error): results.append(str(error))\n"
            "results, port = [], echo._port\n"
            "for call in (echo.begin(1), broken.begin(), add.begin(1, right=2)): call.tell(None, Told())\n"
            "while port._calls: port.rest(None); port.pump(None)\n"
            "results"
        )
        run = self.run_program(code, at_idle=lambda calls: calls)
        self.assertEqual([1, "IllegalStateException: it failed", 3], run.result)
        self.assertEqual(["call"] * 3 + ["idle", "ended"], run.kinds)

    def test_timers_without_calls_just_sleep(self) -> None:
        self.assertEqual("x", self.returns("await asyncio.sleep(0.01, 'x')"))


def load_tests(loader: unittest.TestLoader, tests: Any, pattern: Any) -> unittest.TestSuite:
    """Only the classes of this module, not those that it imports modules of."""
    suite = unittest.TestSuite()
    for value in list(globals().values()):
        if isinstance(value, type) and issubclass(value, Inline) and value is not Inline:
            suite.addTests(loader.loadTestsFromTestCase(value))
    return suite


if __name__ == "__main__":
    unittest.main()
