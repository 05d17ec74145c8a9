"""Programs: how they are compiled, what they give back, how they fail and exit."""

from __future__ import annotations

import unittest
from typing import Any

from host import RunnerTest


class Results(RunnerTest):
    def test_the_value_of_the_last_expression(self) -> None:
        for code, kind, result in (
            ("1 + 1", "json", "2"),
            ("'a\\n\"b\"'", "text", 'a\n"b"'),
            ("''", "text", ""),
            ("{'a': [1, None, True, 1.5, 'é']}", "json", '{"a":[1,null,true,1.5,"é"]}'),
            ("(1, 2)", "json", "[1,2]"),
            ("True", "json", "true"),
            ("{1, }", "repr", "{1}"),
            ("{1: 2}", "repr", "{1: 2}"),
            ("float('nan')", "repr", "nan"),
            ("[float('inf')]", "repr", "[inf]"),
            ("b'x'", "repr", "b'x'"),
            ("__import__('decimal').Decimal('1.20')", "repr", "Decimal('1.20')"),
            ("None", "none", ""),
            ("x = 5", "none", ""),
            ("print('x')", "none", ""),
            ("", "none", ""),
            ("# nothing", "none", ""),
            ("'''a text alone'''", "text", "a text alone"),
            ("if True:\n  5", "none", ""),
            ("x = 5; x  # comment\n\n", "json", "5"),
            ("[\n 1,\n 2,\n]", "json", "[1,2]"),
            ("lambda: 0 if 1 else 2", "repr", None),
            ("'x\\ud800'", "text", "x?"),
            ("['\\ud800']", "json", '["?"]'),
        ):
            with self.subTest(code):
                ended = self.run_program(code).ended
                self.assertEqual(("returned", kind), (ended["outcome"], ended["kind"]), ended)
                if result is not None:
                    self.assertEqual(result, ended["result"])

    def test_awaitables_at_the_end_are_awaited(self) -> None:
        for code in (
            "await echo(5)",
            "async def main():\n  return await echo(5)\nmain()",
            "async def main():\n  return await echo(5)\nawait main()",
            "async def main():\n  async def inner():\n    return 5\n  return inner()\nmain()",
            "async def main():\n  return 5\nawait asyncio.sleep(0)\nasyncio.create_task(main())",
        ):
            with self.subTest(code):
                self.assertEqual(5, self.returns(code))

    def test_a_representation_that_fails(self) -> None:
        self.assertEqual("ZeroDivisionError", self.fails("class X:\n  def __repr__(self): 1 / 0\nX()")["type"])

    def test_an_integer_too_long_for_text(self) -> None:
        run = self.run_program("10 ** 6000")
        self.assertIn(run.outcome, ("returned", "failed"))  # as the limit of this Python's version is


RETURNS = {
    "at once": ("return 5\nprint('no')", 5),
    "without a value": ("return", None),
    "in if": ("x = 3\nif x > 2:\n  return 'big'\n'small'", "big"),
    "not taken": ("x = 1\nif x > 2:\n  return 'big'\n'small'", "small"),
    "in a loop": ("for n in range(9):\n  if n == 4:\n    return n\nelse:\n  print('no')\n-1", 4),
    "in nested loops": (
        "for a in range(3):\n  while True:\n    for b in range(3):\n      if a == b: return [a, b]\n",
        [0, 0],
    ),
    "in the else of a loop": ("for n in []: pass\nelse:\n  return 1\n2", 1),
    "in try": ("try:\n  return 1\nexcept BaseException:\n  print('no')\nfinally:\n  x = 2\n3", 1),
    "in except": ("try: 1 / 0\nexcept ZeroDivisionError:\n  return 1\n3", 1),
    "in finally": ("try: 1 / 0\nfinally:\n  return 1\n3", 1),
    "in with": ("import contextlib\nwith contextlib.suppress(BaseException):\n  return 1\n3", 1),
    "of an await": ("return await echo(5)", 5),
    "of a forgotten await": ("await asyncio.sleep(0)\nreturn echo(5)", 5),
    "in async with": ("lock = asyncio.Lock()\nasync with lock:\n  return lock.locked()", True),
    "in async for": ("async def g():\n  yield 1\nasync for n in g():\n  return n", 1),
    "after a docstring and the future": ("'''doc'''\nfrom __future__ import annotations\nif 1:\n  return 1", 1),
    "beside functions": ("def f():\n  return 1\nif f():\n  return f() + 1", 2),
}


class TopLevelReturn(RunnerTest):
    def test_return_outside_of_functions_ends_the_program(self) -> None:
        for name, (code, expected) in RETURNS.items():
            with self.subTest(name):
                run = self.run_program(code)
                self.assertEqual(("returned", ""), (run.outcome, run.out), run.ended)
                self.assertEqual(expected, run.result)

    def test_a_return_runs_finally_blocks_and_context_managers(self) -> None:
        code = (
            "import contextlib\n"
            "@contextlib.contextmanager\ndef room():\n"
            "  try: yield\n  except BaseException as e: print('raised', e); raise\n  else: print('left')\n"
            "with room():\n  try: return 1\n  finally: print('finally')"
        )
        run = self.run_program(code)
        self.assertEqual((1, "finally\nleft\n"), (run.result, run.out))

    def test_a_return_in_a_task_group_waits_for_its_tasks(self) -> None:
        if not self.returns("hasattr(asyncio, 'TaskGroup')"):
            self.skipTest("no TaskGroup")
        code = "async with asyncio.TaskGroup() as g:\n  t = g.create_task(echo(1))\n  return [await echo(2)]"
        run = self.run_program(code)
        self.assertEqual(([2], 2), (run.result, len(run.calls)))

    def test_a_return_in_match(self) -> None:
        if self.host.hello["python"].startswith("3.9."):
            self.skipTest("no match statement")
        self.assertEqual("one", self.returns("match 1:\n  case 1:\n    return 'one'\n  case _:\n    return 'other'\n"))

    def test_misplaced_statements_stay_errors_beside_a_return(self) -> None:
        for code in (
            "if 0: return 1\nbreak",
            "if 0: return 1\ncontinue",
            "class A:\n  return 1",
            "return 1\nx = yield 2",
        ):
            with self.subTest(code):
                self.assertEqual("SyntaxError", self.fails(code)["type"])

    def test_lines_of_errors_are_right_beside_a_return(self) -> None:
        error = self.fails("x = 0\nif x:\n    return 1\nfor n in [0]:\n    1 / n")
        self.assertIn("line 5, in <module>\n    1 / n", error["traceback"])


class Sources(RunnerTest):
    def test_sources_of_every_form(self) -> None:
        for name, code, expected in (
            ("Windows lines", "x = 1\r\nif x:\r\n  x = '''a\r\nb'''\r\nx", "a\nb"),
            ("Mac lines", "x = 1\rx", 1),
            ("tabs", "if 1:\n\tx = 2\n\tif 1:\n\t\tx = 3\nx", 3),
            ("form feed", "x = 1\n\f\nx", 1),
            ("byte order mark", "\ufeffx = 1\nx", 1),
            ("no newline in a comment", "1 # x", 1),
            ("a cookie that lies", "# -*- coding: latin-1 -*-\n'é'", "é"),
            ("names beyond ASCII", "größe = 1\ngröße", 1),
            ("a line continued", "1 + \\\n 1", 2),
            ("text over several lines", "x = '''\n    indented\n  '''\nx", "\n    indented\n  "),
            ("the future", "from __future__ import annotations\ndef f(x: Unknown): return 1\nf(2)", 1),
            ("annotations", "x: int = 5\ny: 'list[int]'\nx", 5),
            ("star import", "from math import *\nfloor(pi)", 3),
            ("global", "def f():\n  global g\n  g = 7\nf()\ng", 7),
            ("walrus", "[y := 3, y ** 2]", [3, 9]),
            ("comprehensions that see names", "k = 2\n[k * n for n in range(3)]", [0, 2, 4]),
            ("asynchronous comprehension", "[await echo(n) for n in range(3)]", [0, 1, 2]),
            ("exec and locals", "exec('z = 3')\nlocals()['z'] + globals()['z'] + z", 9),
            ("a long sum", " + ".join(["1"] * 900), 900),
        ):
            with self.subTest(name):
                self.assertEqual(expected, self.returns(code))

    def test_a_very_long_chain_of_elif_with_a_return(self) -> None:
        code = "x = 199\nif x == -1: return 0\n" + "".join(f"elif x == {n}: return {n}\n" for n in range(200))
        self.assertEqual(199, self.returns(code))

    def test_sources_that_are_no_programs(self) -> None:
        for code in (
            "1 +",
            "def f(:",
            "if 1:\nx",
            "x = 'abc",
            "a\0b",
            "(" * 5000,
            "print 'x'",
            "  x = 1",
            "await = 1\nawait",
        ):
            with self.subTest(code[:20]):
                error = self.fails(code)
                self.assertIn(
                    error["type"],
                    ("SyntaxError", "IndentationError", "ValueError", "MemoryError", "RecursionError"),
                )
        self.assertEqual(1, self.returns("echo(1)"))

    def test_a_syntax_error_shows_the_line(self) -> None:
        error = self.fails("x = 1\ny = = 2\n")
        self.assertIn('File "<program ', error["traceback"])
        self.assertIn("line 2\n    y = = 2", error["traceback"])

    def test_source_that_nests_too_deeply_kills_nobody(self) -> None:
        for code in (
            "-" * 100_000 + "1",
            "[" * 90 + "]" * 90,
            "x = " + "(" * 150 + "1" + ")" * 150,
            " + ".join(["1"] * 20_000),
        ):
            with self.subTest(code[:10]):
                self.assertIn(self.run_program(code).outcome, ("returned", "failed"))
        self.assertEqual(1, self.returns("echo(1)"))

    def test_warnings_of_the_compiler_are_shown(self) -> None:
        self.assertIn("SyntaxWarning", self.run_program("x = 1\nx is 1000").err)


class AsAModule(RunnerTest):
    def test_the_main_guard(self) -> None:
        self.assertEqual("main\n", self.prints("def main(): print('main')\nif __name__ == '__main__':\n  main()"))

    def test_main_is_a_real_module(self) -> None:
        code = (
            "import __main__, sys, pickle, typing, inspect\n"
            "from dataclasses import dataclass, field, asdict\n"
            "@dataclass\nclass Point:\n  x: int\n  next: 'Point | None' = None\n"
            "assert sys.modules['__main__'] is __main__ and __main__.Point is Point\n"
            "assert pickle.loads(pickle.dumps(Point(1))) == Point(1)\n"
            "def f(p: Point) -> 'Point': return p\n"
            "assert typing.get_type_hints(f)['return'] is Point and Point.__module__ == '__main__'\n"
            "assert 'return p' in inspect.getsource(f)\n"
            "asdict(Point(1))"
        )
        self.assertEqual({"x": 1, "next": None}, self.returns(code))

    def test_asyncio_and_json_need_no_import(self) -> None:
        self.assertEqual("[1]", self.returns("await asyncio.sleep(0)\njson.dumps([1])"))


class Errors(RunnerTest):
    def test_type_message_and_the_programs_own_lines(self) -> None:
        error = self.fails("import json\ndef load(text):\n    return json.loads(text)\n\nload('{')")
        self.assertEqual("JSONDecodeError", error["type"])
        self.assertIn("Expecting property name", error["message"])
        lines = error["traceback"].splitlines()
        self.assertEqual("Traceback (most recent call last):", lines[0])
        self.assertRegex(lines[1], r'^  File "<program \d+>", line 5, in <module>$')
        self.assertEqual("    load('{')", lines[2])
        self.assertNotIn("json/decoder", error["traceback"])
        self.assertNotIn("<runner>", error["traceback"])

    def test_causes_are_shown(self) -> None:
        code = "try:\n  1 / 0\nexcept ZeroDivisionError as e:\n  raise ValueError('b') from e"
        trace = self.fails(code)["traceback"]
        self.assertIn("ZeroDivisionError: division by zero\n\nThe above exception was the direct cause", trace)
        self.assertTrue(trace.endswith("ValueError: b"))

    def test_errors_that_fight_back(self) -> None:
        for code, kind in (
            ("class E(Exception):\n  def __str__(self): 1 / 0\nraise E", "E"),
            ("class E(Exception):\n  def __str__(self): return 5\nraise E", "E"),
            (
                "class S(str):\n  def encode(self, *a): 1 / 0\n"
                "class E(Exception):\n  def __str__(self): return S('x')\nraise E",
                "E",
            ),
            ("e = ValueError('a'); e.__cause__ = e\nraise e", "ValueError"),
            ("raise ValueError('\\ud800')", "ValueError"),
            ("raise ValueError('x' * 1_000_000)", "ValueError"),
            ("def f(): f()\nf()", "RecursionError"),
            ("raise BaseException('b')", "BaseException"),
            ("raise GeneratorExit", "GeneratorExit"),
            ("raise asyncio.CancelledError", "CancelledError"),
            ("await asyncio.sleep(0)\nraise StopIteration(1)", "RuntimeError"),
            ("raise StopIteration(1)", "StopIteration"),
            ("[0] * 10 ** 17", "MemoryError"),
            (
                "class M(type):\n  __name__ = property(lambda s: 1 / 0)\n"
                "class E(Exception, metaclass=M): pass\nraise E",
                "E",
            ),
        ):
            with self.subTest(code):
                error = self.fails(code)
                self.assertEqual(kind, error["type"])
                self.assertLess(len(error["message"]) + len(error["traceback"]), 12_000)

    def test_groups(self) -> None:
        if not self.returns("'ExceptionGroup' in dir(__builtins__)"):
            self.skipTest("no ExceptionGroup")
        error = self.fails("raise ExceptionGroup('both', [ValueError('a'), TypeError('b')])")
        self.assertIn("ValueError: a", error["traceback"])
        self.assertIn("TypeError: b", error["traceback"])

    def test_lines_of_earlier_programs_are_known(self) -> None:
        self.run_program("\n\ndef helper():\n    raise ValueError('from the first')")
        number = self.host.number
        trace = self.fails("x = 1\nhelper()")["traceback"]
        self.assertIn(f'File "<program {number}>", line 4, in helper\n    raise ValueError', trace)
        self.assertIn(f'File "<program {number + 1}>", line 2, in <module>\n    helper()', trace)

    def test_lines_are_known_though_the_cache_was_cleared(self) -> None:
        self.assertIn("    1 / 0", self.fails("import linecache\nlinecache.clearcache()\n1 / 0")["traceback"])

    def test_a_name_that_is_nearly_a_tool(self) -> None:
        self.assertIn("did you mean 'echo'", self.fails("ehco(1)")["traceback"].lower())


class Exits(RunnerTest):
    def test_every_way_to_exit(self) -> None:
        for code, number, message in (
            ("import sys\nsys.exit()", 0, ""),
            ("import sys\nsys.exit(3)", 3, ""),
            ("import sys\nsys.exit('no data')", 1, "no data"),
            ("exit()", 0, ""),
            ("quit(2)", 2, ""),
            ("raise SystemExit", 0, ""),
            ("raise SystemExit(True)", 1, ""),
            ("raise SystemExit(10 ** 30)", 2**31 - 1, ""),
            ("raise SystemExit([1])", 1, "[1]"),
            ("import sys\nasync def f(): sys.exit(4)\nawait asyncio.create_task(f())", 4, ""),
            ("import sys\nasync def f(): sys.exit(5)\nasyncio.run(f())", 5, ""),
            ("import sys\nasync def f(): sys.exit(6)\nawait asyncio.sleep(0)\nasyncio.run(f())", 6, ""),
            ("import sys\ntry: sys.exit(7)\nexcept Exception: pass", 7, ""),
        ):
            with self.subTest(code):
                run = self.run_program(code)
                self.assertEqual(("exited", number, message), (run.outcome, run.ended["code"], run.ended["message"]))
                self.assertEqual("", run.err)
        self.assertEqual(1, self.returns("await echo(1)"))

    def test_what_was_printed_before_is_kept(self) -> None:
        self.assertEqual("a\n", self.run_program("print('a')\nexit(1)").out)


class State(RunnerTest):
    def expect(self, expected: Any, code: str) -> None:
        self.assertEqual(expected, self.returns(code))

    def test_names_modules_and_classes_are_kept(self) -> None:
        self.returns("import math as m\nx = 1\ndef f(): return x\nclass A: pass\na = A()\nfrom os import *\n1")
        self.expect([1, 3, True], "[f(), m.floor(3.5), isinstance(a, A)]")

    def test_what_an_error_left_is_kept(self) -> None:
        self.fails("y = 5\n1 / 0")
        self.expect(5, "y")

    def test_the_last_expression_leaves_no_name(self) -> None:
        self.returns("5")
        self.expect([], "[n for n in dir() if n.startswith('<')]")

    def test_variables_named_like_what_is_provided_are_kept(self) -> None:
        self.returns("json = {'a': 1}\n1")
        self.expect({"a": 1}, "json")


if __name__ == "__main__":
    unittest.main()
