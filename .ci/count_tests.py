"""Adds up the results of all test classes of a checkout.

Fails if a module with tests ran none, or, unless --allow-skipped is given, if a test was skipped.
"""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(root: Path, allow_skipped: bool) -> int:
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    problems = []
    modules = [pom.parent for pom in sorted(root.glob("*/*/pom.xml"))]
    for module in modules:
        reports = sorted((module / "target" / "surefire-reports").glob("TEST-*.xml"))
        ran = 0
        for report in reports:
            suite = ElementTree.parse(report).getroot()
            for key in totals:
                totals[key] += int(suite.get(key, 0))
            ran += int(suite.get("tests", 0)) - int(suite.get("skipped", 0))
            skipped = int(suite.get("skipped", 0))
            if skipped and not allow_skipped:
                problems.append(f"{suite.get('name')} skipped {skipped} of its tests")
        if any((module / "src" / "test").rglob("*Test.java")) and not ran and (module / "target").exists():
            problems.append(f"{module.relative_to(root)} has tests, but ran none")
        print(f"{module.relative_to(root)}: {ran} tests")
    print("Tests run: {tests}, Failures: {failures}, Errors: {errors}, Skipped: {skipped}".format(**totals))
    for problem in problems:
        print(f"CI: {problem}", file=sys.stderr)
    return 1 if problems or not totals["tests"] else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--allow-skipped" in sys.argv[2:]))
