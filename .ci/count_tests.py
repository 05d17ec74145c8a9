"""Adds up the results of all test classes of a checkout.

Fails if a module with tests ran none, if all tests of a class were skipped, or if a test was skipped at all. A
conformance test may skip what its sandbox cannot do; with --allow-skipped every test class may skip some. With
--only=MODULE,MODULE other modules do not count.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

KEYS = ("tests", "failures", "errors", "skipped")


def problem_of(suite: ElementTree.Element, allow_skipped: bool) -> str:
    tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
    name = suite.get("name", "")
    if tests and skipped == tests:
        return f"{name} skipped all of its {tests} tests"
    if skipped and not allow_skipped and not name.endswith("ConformanceTest"):
        return f"{name} skipped {skipped} of its {tests} tests"
    return ""


def modules_of(root: Path, only: list[str]) -> list[Path]:
    poms = sorted([*root.glob("*/*/pom.xml"), *root.glob("*/*/*/pom.xml")])
    modules = [pom.parent for pom in poms if "target" not in pom.parts]
    return [module for module in modules if not only or str(module.relative_to(root)) in only]


def main(root: Path, allow_skipped: bool, only: list[str]) -> int:
    totals = dict.fromkeys(KEYS, 0)
    problems = []
    for module in modules_of(root, only):
        reports = sorted((module / "target").glob("*-reports/TEST-*.xml"))
        suites = [ElementTree.parse(report).getroot() for report in reports]
        for suite in suites:
            for key in KEYS:
                totals[key] += int(suite.get(key, 0))
        problems += filter(None, (problem_of(suite, allow_skipped) for suite in suites))
        ran = sum(int(suite.get("tests", 0)) - int(suite.get("skipped", 0)) for suite in suites)
        if (module / "target").exists():
            print(f"{module.relative_to(root)}: {ran} tests")
            if not ran and any((module / "src" / "test").rglob("*Test.java")):
                problems.append(f"{module.relative_to(root)} has tests, but ran none")
    print("Tests run: {tests}, Failures: {failures}, Errors: {errors}, Skipped: {skipped}".format(**totals))
    for problem in problems:
        print(f"CI: {problem}", file=sys.stderr)
    return 1 if problems or not totals["tests"] else 0


if __name__ == "__main__":
    options = sys.argv[2:]
    only = next((option.removeprefix("--only=").split(",") for option in options if option.startswith("--only=")), [])
    sys.exit(main(Path(sys.argv[1]), "--allow-skipped" in options, only))
