"""Calling tools: arguments, mistakes, failures, limits, and calls that were not awaited."""

from __future__ import annotations

import unittest
from typing import Any

from host import LIMITS, RunnerTest, fail


def search(text: str, limit: int = 10, exact: bool = False) -> Any:
    return [text, limit, exact]


def now() -> str:
    return "noon"


TOOLS = {"search": search, "now": now}


class Arguments(RunnerTest):
    def args(self, call: str) -> Any:
        run = self.run_program(call, TOOLS)
        self.assertEqual("returned", run.outcome, run.ended)
        return run.calls[0]["args"]

    def test_by_position_and_by_name(self) -> None:
        self.assertEqual({"text": "a"}, self.args("search('a')"))
        self.assertEqual({"text": "a", "limit": 5}, self.args("search('a', 5)"))
        self.assertEqual({"text": "a", "exact": True}, self.args("search('a', exact=True)"))
        self.assertEqual({"text": "a", "limit": None}, self.args("search(limit=None, text='a')"))
        self.assertEqual({}, self.args("now()"))

    def test_one_dict_with_all_arguments(self) -> None:
        self.assertEqual({"text": "a", "limit": 2}, self.args("search({'text': 'a', 'limit': 2})"))
        self.assertEqual({"text": "a"}, self.args("search(**{'text': 'a'})"))
        self.assertEqual({}, self.args("now({})"))

    def test_a_dict_that_is_not_all_arguments_is_the_first(self) -> None:
        self.assertEqual({"value": {"x": 1}}, self.args("echo({'x': 1})"))
        self.assertEqual({"value": {}}, self.args("echo({})"))

    def test_mistakes_are_errors_at_the_call_with_the_signature(self) -> None:
        for call, expected in {
            "search(txt='a')": "search has no parameter 'txt'; did you mean 'text'?: search(text, limit, exact)",
            "search()": "search needs argument 'text': search(text, limit, exact)",
            "search(limit=1)": "search needs argument 'text': search(text, limit, exact)",
            "search('a', 1, True, 4)": "search takes 3 arguments but got 4: search(text, limit, exact)",
            "search('a', text='b')": "search got argument 'text' twice: search(text, limit, exact)",
        }.items():
            for form in (call, f"await {call}"):
                with self.subTest(form):
                    error = self.fails(f"x = 1\n{form}", TOOLS)
                    self.assertEqual(("TypeError", expected), (error["type"], error["message"]))
                    self.assertIn("line 2", error["traceback"])

    def test_a_wrong_name_suggests_the_tool(self) -> None:
        error = self.fails("serch('a')", TOOLS)
        self.assertEqual("NameError", error["type"])
        self.assertIn("search", error["traceback"])

    def test_arguments_larger_than_a_frame(self) -> None:
        error = self.fails("echo('x' * (9 << 20))")
        self.assertEqual("ValueError", error["type"])
        self.assertIn("can be sent", error["message"])
        self.assertEqual(1, self.returns("echo(1)"))


class AsFunctions(RunnerTest):
    def test_what_programs_can_learn_about_a_tool(self) -> None:
        code = (
            "import inspect\n"
            "[search.__name__, search.__doc__, repr(search), callable(search), str(inspect.signature(search))]"
        )
        expected = [
            "search",
            "What search does.",
            "<tool search(text, limit, exact)>",
            True,
            "(text, limit=None, exact=None)",
        ]
        self.assertEqual(expected, self.returns(code, TOOLS))

    def test_help_explains_a_tool_and_lists_all(self) -> None:
        out = self.prints("help(search)\nhelp()", TOOLS)
        self.assertIn("What search does.", out)
        self.assertIn("add, broken, echo, now, search", out)

    def test_help_on_other_things_still_works(self) -> None:
        self.assertIn("Return the number of items", self.prints("help(len)"))

    def test_tools_are_values_like_any_function(self) -> None:
        code = (
            "from functools import partial, wraps\n"
            "import copy\n"
            "def twice(f):\n  @wraps(f)\n  def inner(*a, **k): return [f(*a, **k), f(*a, **k)]\n  return inner\n"
            "class Client:\n  get = echo\n"
            "[partial(add, 1)(2), list(map(echo, [1, 2])), twice(echo)(3), Client().get(4), {'f': echo}['f'](5),"
            " copy.deepcopy([echo])[0](6), sorted([3, 1], key=echo)]"
        )
        self.assertEqual([3, [1, 2], [3, 3], 4, 5, 6, [1, 3]], self.returns(code))

    def test_a_tool_does_not_go_to_another_process(self) -> None:
        self.assertIn("another process", self.fails("import pickle; pickle.dumps(echo)")["message"])


class Failures(RunnerTest):
    def test_a_failure_is_a_tool_error_with_its_kind_and_message(self) -> None:
        for form in ("broken()", "await broken()"):
            with self.subTest(form):
                code = f"try:\n  {form}\nexcept ToolError as e:\n  r = [str(e), e.type, e.message, type(e).__name__]\nr"
                expected = ["IllegalStateException: it failed", "IllegalStateException", "it failed", "ToolError"]
                self.assertEqual(expected, self.returns(code))

    def test_an_uncaught_failure_names_the_line(self) -> None:
        error = self.fails("def f():\n    return broken('no such id')\n\nf()")
        self.assertEqual("ToolError", error["type"])
        self.assertEqual("IllegalStateException: no such id", error["message"])
        self.assertIn("line 2, in f\n    return broken('no such id')", error["traceback"])
        self.assertNotIn("<runner>", error["traceback"])

    def test_one_failure_of_a_batch_leaves_the_others(self) -> None:
        code = "r = await asyncio.gather(echo(1), broken(), echo(3), return_exceptions=True)\n[r[0], str(r[1]), r[2]]"
        self.assertEqual([1, "IllegalStateException: it failed", 3], self.returns(code))

    def test_a_failure_without_return_exceptions_ends_the_batch(self) -> None:
        self.assertEqual("ToolError", self.fails("await asyncio.gather(echo(1), broken(), echo(3))")["type"])

    def test_a_tool_error_can_be_copied_pickled_and_raised_by_the_program(self) -> None:
        code = (
            "import copy, pickle\n"
            "try: broken()\nexcept ToolError as e: kept = e\n"
            "same = [copy.copy(kept), pickle.loads(pickle.dumps(kept))]\n"
            "assert [(type(e), e.type, e.message) for e in same] == [(ToolError, kept.type, kept.message)] * 2\n"
            "raise ToolError('my own')"
        )
        self.assertEqual("my own", self.fails(code)["message"])


class NotAwaited(RunnerTest):
    def test_using_a_call_as_its_value_says_await(self) -> None:
        for use in (
            "c['x']",
            "c.field",
            "c + 1",
            "len(c)",
            "[x for x in c]",
            "f'{c}'",
            "str(c)",
            "print(c)",
            "bool(c)",
            "c == 1",
            "sum([c])",
            "int(c)",
            "c()",
            "'x' in c",
            "add(c)",
            "add([{'x': c}])",
            "json.dumps(c)",
            "json.dumps({'a': [c]})",
        ):
            with self.subTest(use):
                error = self.fails(f"async def main():\n  c = echo(1)\n  return {use}\nawait main()")
                self.assertIn(error["type"], ("TypeError", "AttributeError"))
                self.assertIn("await", error["message"])
                self.assertIn("line 3", error["traceback"])

    def test_a_call_that_is_never_awaited_is_an_error_that_names_line_and_tool(self) -> None:
        run = self.run_program("await asyncio.sleep(0)\necho(1)\nx = 2")
        self.assertEqual([], run.calls)
        self.assertEqual("failed", run.outcome)
        self.assertIn("the call of echo in line 2 was never awaited", run.error["message"])

    def test_calls_in_a_list_that_is_returned(self) -> None:
        error = self.fails("await asyncio.sleep(0)\n[echo(n) for n in range(9)]")
        self.assertIn("in line 2 was never awaited", error["message"])
        self.assertIn("and 4 more", error["message"])

    def test_it_is_a_warning_beside_another_error(self) -> None:
        run = self.run_program("await asyncio.sleep(0)\necho(1)\n1 / 0")
        self.assertEqual("ZeroDivisionError", run.error["type"])
        self.assertIn("never awaited", run.warnings[0])

    def test_a_forgotten_await_at_the_end_is_awaited(self) -> None:
        self.assertEqual(5, self.returns("await asyncio.sleep(0)\necho(5)"))
        self.assertEqual(5, self.returns("async def main():\n  return echo(5)\nmain()"))
        self.assertEqual([1, 2], self.returns("await asyncio.sleep(0)\nasyncio.gather(echo(1), echo(2))"))

    def test_the_generator_trap_is_explained(self) -> None:
        error = self.fails("sum(await echo(n) for n in range(3))")
        self.assertEqual("TypeError", error["type"])
        self.assertIn("[await f(x) for x in xs]", error["message"])

    def test_gather_of_calls_that_have_run_already_is_explained(self) -> None:
        error = self.fails("asyncio.get_event_loop().run_until_complete(asyncio.gather(echo(1), echo(2)))")
        self.assertIn("use its value as it is", error["message"])

    def test_a_call_is_a_coroutine(self) -> None:
        code = (
            "import collections.abc, inspect\n"
            "async def main():\n"
            "  c = echo(1)\n"
            "  assert asyncio.iscoroutine(c) and inspect.isawaitable(c)\n"
            "  assert isinstance(c, collections.abc.Coroutine) and 'echo' in repr(c)\n"
            "  first = await c\n"
            "  try: await c\n"
            "  except RuntimeError as error: print(error)\n"
            "  return first\n"
            "await main()"
        )
        run = self.run_program(code)
        self.assertEqual((1, "cannot reuse already awaited coroutine\n"), (run.result, run.out))

    def test_closing_a_call_gives_it_up(self) -> None:
        self.assertEqual(1, self.returns("async def main():\n  echo(1).close()\n  return 1\nawait main()"))


class Limits(RunnerTest):
    def test_too_many_calls_end_the_program_politely(self) -> None:
        run = self.run_program("for n in range(9): echo(n)", calls=5)
        self.assertEqual(("limit", "toolCalls"), (run.outcome, run.ended["limit"]))
        self.assertEqual(5, len(run.calls))
        self.assertIn("line 1", run.ended["message"])
        self.assertEqual(1, self.returns("echo(1)"))

    def test_the_error_of_too_many_calls_can_be_caught(self) -> None:
        code = "r = []\ntry:\n  while True: r.append(echo(1))\nexcept ToolError as e: r.append(e.type)\nr"
        self.assertEqual([1, 1, 1, "ToolLimitError"], self.returns(code, calls=3))

    def test_calls_in_flight_are_held_back(self) -> None:
        seen: list[int] = []

        def first(calls: list[Any]) -> list[Any]:
            seen.append(len(calls))
            return calls[:1]

        code = "await asyncio.gather(*[echo(n) for n in range(7)])"
        run = self.run_program(code, at_idle=first, inFlight=3)
        self.assertEqual(list(range(7)), run.result)
        self.assertEqual([3, 3, 3, 3, 3, 2, 1], seen)
        self.assertEqual(list(range(1, 8)), [call["id"] for call in run.calls])

    def test_a_call_that_is_held_back_and_abandoned_is_never_sent(self) -> None:
        code = (
            "tasks = [asyncio.create_task(echo(n)) for n in range(4)]\n"
            "await asyncio.sleep(0.4)\n"
            "for t in tasks[1:3]: t.cancel()\n"
            "await asyncio.sleep(0.4)\n"
            "[await tasks[0], await tasks[3]]"
        )
        waiting = []

        def when_no_timer(calls: list[Any]) -> list[Any]:
            waiting.append([call["args"]["value"] for call in calls])
            return calls if len(waiting) >= 3 else []

        run = self.run_program(code, at_idle=when_no_timer, inFlight=1)
        self.assertEqual([0, 3], run.result)
        self.assertEqual([0, 3], [call["args"]["value"] for call in run.calls])
        self.assertEqual([], run.abandoned)

    def test_a_result_that_is_too_large(self) -> None:
        run = self.run_program("'x' * 2000", result=1000)
        self.assertEqual(("limit", "result"), (run.outcome, run.ended["limit"]))
        self.assertIn("2000 bytes, at most 1000", run.ended["message"])

    def test_a_result_that_only_its_form_makes_too_large(self) -> None:
        run = self.run_program("'\\0' * (2 << 20)", result=LIMITS["result"] * 8)
        self.assertEqual(("limit", "result"), (run.outcome, run.ended["limit"]))


class Rebinding(RunnerTest):
    def test_a_tool_comes_back_with_a_warning_if_its_name_was_assigned(self) -> None:
        self.run_program("echo = 5")
        run = self.run_program("echo(1)")
        self.assertEqual(1, run.result)
        self.assertEqual(["the name 'echo', assigned by an earlier program, is the tool again"], run.warnings)

    def test_a_new_tool_takes_a_name_that_was_assigned(self) -> None:
        self.run_program("lookup = 5")
        run = self.run_program("lookup(1)", {"lookup": lambda key: key})
        self.assertEqual((1, 1), (run.result, len(run.warnings)))

    def test_a_tool_that_is_gone_is_no_name_and_cannot_be_called_by_another(self) -> None:
        self.returns("kept = search\nsearch('a')", TOOLS)
        self.assertEqual("NameError", self.fails("search('a')")["type"])
        run = self.run_program("kept('a')")
        self.assertEqual([], run.calls)
        self.assertIn("is not a tool of this program", run.error["message"])
        self.assertEqual(["b", 10, False], self.returns("kept('b')", TOOLS))

    def test_a_kept_tool_follows_its_new_description(self) -> None:
        self.returns("kept = echo\nkept(1)")
        self.assertEqual([1, 2], self.returns("kept(1, 2)", {"echo": lambda a, b: [a, b]}))

    def test_an_error_of_a_tool_with_another_kind(self) -> None:
        error = self.fails("lookup()", {"lookup": lambda: fail("denied", "SecurityException")})
        self.assertEqual("SecurityException: denied", error["message"])


if __name__ == "__main__":
    unittest.main()
