"""What matplotlib shows becomes files. Runs against a stand-in that has matplotlib's way of loading backends."""

from __future__ import annotations

import unittest
from typing import Any

from host import HERE, Host, Run, RunnerTest

BEGIN = f"""
import sys
sys.path[:0] = [p for p in [{str(HERE / "stand_ins")!r}] if p not in sys.path]
import matplotlib.pyplot as plt
"""


CLEAN = """
import os, sys
for name in os.listdir("output"):
    os.remove("output/" + name)
for name in [name for name in sys.modules if "matplotlib" in name or name == "ptc_figures"]:
    del sys.modules[name]
os.environ.pop("MPLBACKEND", None)
"""


class FiguresTest(RunnerTest):
    """Each test begins with no files and no matplotlib; starting an interpreter for each would take long."""

    def draw(self, code: str, **limits: int) -> Run:
        run = self.run_program(BEGIN + code, **limits)
        self.assertEqual("", run.out + run.err)
        return run

    def files(self, code: str, **limits: int) -> dict[str, Any]:
        run = self.draw(code, **limits)
        self.assertEqual(("returned", []), (run.outcome, run.ended["warnings"]))
        return {name: content.decode() for name, content in run.files.items()}

    def setUp(self) -> None:
        self.clean()

    def clean(self) -> None:
        self.returns(CLEAN)


class Shown(FiguresTest):
    def test_each_open_figure_becomes_a_file_and_is_closed(self) -> None:
        code = "for c in 'ab': plt.figure().plot(c)\nplt.show()\nassert not plt.Gcf.figs"
        self.assertEqual({"figure-1.png": "a", "figure-2.png": "b"}, self.files(code))

    def test_in_the_order_of_their_numbers(self) -> None:
        code = "for c in 'ab': plt.figure().plot(c)\nplt.Gcf.figs[1] = plt.Gcf.figs.pop(1)\nplt.show()"
        self.assertEqual({"figure-1.png": "a", "figure-2.png": "b"}, self.files(code))

    def test_in_a_loop(self) -> None:
        expected = {f"figure-{n}.png": str(n) for n in (1, 2, 3)}
        self.assertEqual(expected, self.files("for n in '123':\n    plt.plot(n)\n    plt.show()"))

    def test_numbers_go_on_in_the_next_program(self) -> None:
        self.files("plt.plot('a'); plt.show()")
        self.assertEqual({"figure-2.png": "b"}, self.files("plt.plot('b'); plt.show()"))

    def test_though_the_program_removed_the_folder(self) -> None:
        self.assertEqual({"figure-1.png": "a"}, self.files("import os; os.rmdir('output'); plt.plot('a'); plt.show()"))

    def test_what_is_open_at_the_end_is_shown(self) -> None:
        self.assertEqual({"figure-1.png": "a"}, self.files("plt.plot('a')"))
        self.assertEqual(0, self.returns("len(plt.Gcf.figs)"))

    def test_also_after_an_error(self) -> None:
        run = self.draw("plt.plot('a')\n1 / 0")
        self.assertEqual(("failed", {"figure-1.png": b"a"}), (run.outcome, run.files))

    def test_a_single_figure_stays_open(self) -> None:
        code = "f = plt.figure(); f.plot('a'); f.show(); f.plot('b'); assert plt.gcf() is f"
        self.assertEqual({"figure-1.png": "ab"}, self.files(code))

    def test_without_blocking_it_stays_open_and_its_last_state_counts(self) -> None:
        for begin, show in (("", "plt.show(block=False)"), ("plt.ion()", "plt.show()")):
            with self.subTest(show):
                self.clean()
                code = f"{begin}\nfor c in 'abc':\n    plt.plot(c)\n    {show}"
                self.assertEqual({"figure-1.png": "abc"}, self.files(code))

    def test_closed_after_it_was_shown(self) -> None:
        self.assertEqual({"figure-1.png": "a"}, self.files("plt.plot('a'); plt.show(block=False); plt.close()"))

    def test_closed_without_being_shown(self) -> None:
        self.assertEqual({}, self.files("plt.plot('a'); plt.close()"))

    def test_empty_figures_are_nothing(self) -> None:
        self.assertEqual({}, self.files("plt.figure(); plt.show(); plt.figure()"))

    def test_shown_again_by_the_next_program(self) -> None:
        self.files("f = plt.figure(); f.plot('a'); f.show()")
        self.assertEqual({"figure-1.png": "a"}, self.files("f.show()"))


class Saved(FiguresTest):
    def test_a_picture_in_the_output_folder_is_enough(self) -> None:
        for end in ("", "plt.show()"):
            with self.subTest(end):
                self.assertEqual({"a.png": "a"}, self.files(f"plt.plot('a'); plt.savefig('output/a.png'); {end}"))

    def test_what_was_drawn_later_is_shown(self) -> None:
        expected = {"a.png": "a", "figure-1.png": "ab"}
        self.assertEqual(expected, self.files("plt.plot('a'); plt.savefig('output/a.png'); plt.plot('b')"))

    def test_saved_where_nobody_gets_it(self) -> None:
        for save in ("plt.savefig('a.png')", "import io; plt.savefig(io.BytesIO())", "plt.savefig('output/../a.png')"):
            with self.subTest(save):
                self.clean()
                self.assertEqual({"figure-1.png": "a"}, self.files(f"plt.plot('a'); {save}"))

    def test_saved_as_no_picture(self) -> None:
        expected = {"a.pdf": "a", "figure-1.png": "a"}
        self.assertEqual(expected, self.files("plt.plot('a'); plt.savefig('output/a.pdf', format='pdf')"))

    def test_files_of_the_program_are_not_overwritten(self) -> None:
        code = "open('output/figure-1.png', 'w').write('mine')\nplt.plot('a')"
        self.assertEqual({"figure-1.png": "mine", "figure-2.png": "a"}, self.files(code))


class Chosen(FiguresTest):
    def test_a_backend_of_the_program(self) -> None:
        for choice in ("import matplotlib\nmatplotlib.use('agg')", "import os\nos.environ['MPLBACKEND'] = 'agg'"):
            with self.subTest(choice):
                self.clean()
                begin = BEGIN.replace("import matplotlib.pyplot", f"{choice}\nimport matplotlib.pyplot")
                run = self.run_program(begin + "plt.plot('a'); plt.savefig('output/a.png')")
                self.assertEqual({"a.png": b"a"}, run.files)
                self.assertEqual("agg", self.returns("plt.matplotlib.get_backend()"))
                self.assertEqual(1, self.returns("len(plt.Gcf.figs)"))  # not ours to close

    def test_a_backend_of_the_operator(self) -> None:
        with Host(environment={"MPLBACKEND": "agg"}) as host:
            self.assertEqual("agg", host.run(BEGIN + "plt.matplotlib.get_backend()").result)

    def test_other_processes_are_not_told_of_ours(self) -> None:
        self.assertEqual("None", self.returns("import os\nstr(os.environ.get('MPLBACKEND'))"))
        self.files("")
        self.assertEqual("None", self.returns("import os\nstr(os.environ.get('MPLBACKEND'))"))
        self.assertEqual("module://ptc_figures", self.returns("plt.matplotlib.get_backend()"))

    def test_not_even_if_there_is_no_matplotlib(self) -> None:
        self.fails("sys_path = __import__('sys').path\nimport matplotlib.nothing")
        self.assertEqual("None", self.returns("import os\nstr(os.environ.get('MPLBACKEND'))"))


class Limits(FiguresTest):
    def test_no_more_figures_than_files(self) -> None:
        run = self.draw("for n in range(5): plt.figure().plot(str(n))\nplt.show()", files=2)
        self.assertEqual({"figure-1.png": b"0", "figure-2.png": b"1"}, run.files)
        self.assertEqual(["some figures were left out: a program may leave 2 files"], run.ended["warnings"])

    def test_a_figure_that_is_shown_often_is_one(self) -> None:
        code = "for n in '123':\n    plt.plot(n)\n    plt.show(block=False)"
        self.assertEqual({"figure-1.png": "123"}, self.files(code, files=1))

    def test_no_more_bytes_than_allowed(self) -> None:
        run = self.draw("for n in (5, 50): plt.figure().plot('x' * n)", fileBytes=20)
        self.assertEqual({"figure-1.png": b"xxxxx"}, run.files)
        self.assertIn("15 more bytes", str(run.ended["warnings"]))


class Broken(FiguresTest):
    def test_a_figure_that_cannot_be_drawn_fails_where_it_is_shown(self) -> None:
        run = self.draw("plt.plot('broken'); plt.show()")
        self.assertEqual(("failed", "ValueError", {}), (run.outcome, run.error["type"], run.files))
        self.assertEqual([], run.ended["warnings"])

    def test_at_the_end_it_is_a_warning(self) -> None:
        run = self.draw("plt.plot('broken'); plt.figure().plot('a')")
        self.assertEqual(("returned", {"figure-1.png": b"a"}), (run.outcome, run.files))
        self.assertEqual(["figure 1 could not be saved: ValueError: it cannot be drawn"], run.ended["warnings"])

    def test_whatever_a_program_makes_of_it(self) -> None:
        self.addCleanup(self.drop)
        for damage in (
            "def get(): raise SystemExit(1)\nplt.Gcf.get_all_fig_managers = get",
            "plt.Gcf.figs[1] = None",
            "plt.gcf().canvas.figure = None",
            "import sys\nfor name in [n for n in sys.modules if 'matplotlib' in n]: sys.modules[name] = None",
            "import os\nos.environ.clear(); plt.Gcf.destroy = None",
            "plt.gcf().savefig = lambda *a, **k: exit()",
            "import sys\nsys.meta_path = None",
            "import sys\ndel sys.meta_path, sys.modules['ptc_figures']",
            "class Figure(type(plt.gcf())):\n    stale = property(lambda self: 1 / 0)\nplt.gcf().__class__ = Figure",
        ):
            with self.subTest(damage):
                self.fresh()
                run = self.draw("plt.plot('a')\n" + damage)
                self.assertEqual("returned", run.outcome)
                self.assertEqual(2, self.returns("1 + 1"))

    def test_a_finder_that_was_thrown_out_is_back(self) -> None:
        self.returns("import sys\nsys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != 'Figures']")
        self.assertEqual({"figure-1.png": "a"}, self.files("plt.plot('a')"))


class Unused(unittest.TestCase):
    def test_nothing_of_it_is_loaded(self) -> None:
        with Host() as host:
            code = "import sys\nsorted(n for n in sys.modules if 'matplotlib' in n or n == 'ptc_figures')"
            self.assertEqual([], host.run(code).result)


if __name__ == "__main__":
    unittest.main()
