"""What a program finds of what earlier ones did: state that is kept, and damage that is mended."""

from __future__ import annotations

import unittest

from host import Run, RunnerTest

# By name: what a program damages, and an expression that must give the same in the next one as in a fresh session.
MENDED = {
    "builtins that are replaced": (
        "import builtins\nbuiltins.print = builtins.sum = None",
        "[sum([1]), callable(print)]",
    ),
    "builtins that are deleted": (
        "import builtins\nfor n in ['len', 'print', 'isinstance', 'dict']: delattr(builtins, n)",
        "dict(a=len([1]))",
    ),
    "builtins that are added": ("import builtins\nbuiltins.extra = 1", "'extra' in dir(__builtins__)"),
    "streams": (
        "import sys, io\nsys.stdout = sys.stderr = io.StringIO()\nsys.stdin = None",
        "__import__('sys').stdout.name",
    ),
    "deleted streams": ("import sys\ndel sys.stdout, sys.stderr, sys.__stdout__", "__import__('sys').stderr.name"),
    "recursion limit": ("import sys\nsys.setrecursionlimit(200)", "__import__('sys').getrecursionlimit()"),
    "switch interval": ("import sys\nsys.setswitchinterval(2)", "__import__('sys').getswitchinterval()"),
    "trace function": (
        "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
        "str(__import__('sys').gettrace())",
    ),
    "hooks": (
        "import sys\nsys.excepthook = sys.displayhook = sys.unraisablehook = None",
        "callable(__import__('sys').excepthook)",
    ),
    "working folder": ("import os\nos.chdir('/')", "__import__('os').path.basename(__import__('os').getcwd())[:4]"),
    "warning filters": (
        "import warnings\nwarnings.simplefilter('error')\nwarnings.showwarning = None",
        "len(__import__('warnings').filters)",
    ),
    "garbage collection": (
        "import gc\ngc.disable(); gc.set_threshold(1)",
        "[__import__('gc').isenabled(), list(__import__('gc').get_threshold())]",
    ),
    "modules": ("import sys\nsys.modules.clear()", "'os' in __import__('sys').modules"),
    "the dictionary of modules": ("import sys\nsys.modules = {}", "'os' in __import__('sys').modules"),
    "the main module": ("import sys\ndel sys.modules['__main__']", "__import__('__main__').__name__"),
    "standard descriptors": ("import os\nos.close(0); os.close(1); os.close(2)", "__import__('os').write(1, b'')"),
    "redirected descriptors": (
        "import os\nf = open('x', 'w')\nos.dup2(f.fileno(), 1)",
        "__import__('os').write(1, b'seen')",
    ),
    "signal mask": (
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])",
        "len(__import__('signal').pthread_sigmask(0, []))",
    ),
    "asynchronous generator hooks": (
        "import sys\nsys.set_asyncgen_hooks(print, print)",
        "str(__import__('sys').get_asyncgen_hooks())",
    ),
}


class Mended(RunnerTest):
    def test_what_one_program_damages_the_next_one_finds_whole(self) -> None:
        fresh_host = self.fresh()
        expected = {name: fresh_host.run(check) for name, (_, check) in MENDED.items()}
        for name, (damage, check) in MENDED.items():
            with self.subTest(name):
                fresh = expected[name]
                self.assertEqual("returned", self.run_program(damage).outcome)
                after = self.run_program(check)
                self.assertEqual((fresh.ended.get("result"), fresh.out), (after.ended.get("result"), after.out))
                self.assertEqual("ok\n", self.prints("print('ok')"))
                self.assertEqual(1, self.returns("echo(1)"))
                self.assertEqual(2, self.returns("await echo(2)"))

    def test_a_program_that_damages_everything_still_ends_with_what_it_did(self) -> None:
        code = (
            "import builtins, sys, os, json, time, asyncio\n"
            "print('before')\n"
            "for module in (os, json, time, asyncio):\n"
            "  for name in list(vars(module)):\n"
            "    if callable(getattr(module, name)): setattr(module, name, None)\n"
            "vars(builtins).clear()\n"
            "no_such_name"
        )
        run = self.fresh().run(code)
        self.assertEqual(("failed", "NameError", "before\n"), (run.outcome, run.error["type"], run.out))
        self.drop()

    def test_a_low_recursion_limit_does_not_hurt_the_runner(self) -> None:
        code = "import sys\nsys.setrecursionlimit(40)\nr = [echo(n) for n in range(5)]\nprint(r)\nr"
        self.assertEqual([0, 1, 2, 3, 4], self.returns(code))

    def test_names_can_all_be_deleted(self) -> None:
        self.returns("globals().clear()")
        self.assertEqual([1, "__main__"], self.returns("[echo(1), __name__]"))

    def test_monitoring_tools_are_freed(self) -> None:
        if not self.returns("hasattr(__import__('sys'), 'monitoring')"):
            self.skipTest("no sys.monitoring")
        code = (
            "import sys\nm = sys.monitoring\nm.use_tool_id(3, 'mine')\n"
            "m.register_callback(3, m.events.LINE, print)\nm.set_events(3, m.events.LINE)"
        )
        self.run_program(code)
        self.assertEqual("", self.prints("x = 1\ny = 2\nNone"))
        self.returns("m.use_tool_id(3, 'again')\n1")


class Kept(RunnerTest):
    def test_what_is_state_stays(self) -> None:
        self.returns(
            "import os, sys, random, decimal, json\n"
            "os.environ['KEPT'] = 'yes'; sys.path.append('/kept'); random.seed(5)\n"
            "decimal.getcontext().prec = 7\njson.mine = 1\nopen('kept.txt', 'w').write('text')\n"
            "expected = random.Random(5).random()"
        )
        code = (
            "[os.environ['KEPT'], '/kept' in sys.path, random.random() == expected, decimal.getcontext().prec,"
            " json.mine, open('kept.txt').read()]"
        )
        self.assertEqual(["yes", True, True, 7, 1, "text"], self.returns(code))

    def test_the_host_seeds_random(self) -> None:
        first, second = (self.fresh().run("import random\nrandom.random()").result for _ in range(2))
        self.assertEqual(first, second)

    def test_a_program_sees_no_secrets_of_the_runner_in_its_names(self) -> None:
        names = self.fresh().run("sorted(n for n in globals())").result
        expected = ["ToolError", "__builtins__", "__doc__", "__loader__", "__name__", "__package__", "__spec__"]
        self.assertEqual([*expected, "add", "asyncio", "broken", "echo", "json", "search_tools"], names)


class Sessions(RunnerTest):
    def test_programs_are_numbered_and_others_numbers_ignored(self) -> None:
        host, run = self.host, Run()
        self.returns("1")
        host.start("[echo(1)]")
        call = host.receive_until("call", run)
        self.assertEqual(host.number, call["n"])
        for wrong in (host.number - 1, host.number + 1):
            host.send(t="answer", n=wrong, id=call["id"], value="wrong")
            host.send(t="suspend", n=wrong)
        host.answer(call["id"], "right")
        self.assertEqual('["right"]', host.receive_until("ended", run)["result"])

    def test_calls_are_numbered_from_one_in_each_program(self) -> None:
        for _ in range(2):
            self.assertEqual([1, 2], [call["id"] for call in self.run_program("echo(1); echo(2)").calls])

    def test_a_hundred_programs(self) -> None:
        for number in range(100):
            self.assertEqual(number, self.returns(f"await echo({number})"))


if __name__ == "__main__":
    unittest.main()
