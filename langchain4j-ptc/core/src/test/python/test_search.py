"""Finding tools in a program: search_tools and help."""

from __future__ import annotations

import unittest
from typing import Any

import host
from host import Run, RunnerTest, stubbed

INVOICE = "class Invoice(TypedDict):\n    id: str; amount: float"
STUBS = {
    "create_invoice": f'{INVOICE}\ndef create_invoice(customer_id: str) -> Invoice:\n    """Makes an invoice."""',
    "find_invoices": f'{INVOICE}\ndef find_invoices(text: str) -> list[Invoice]:\n    """Finds\n    them."""',
    "getWeather": 'def getWeather(city: str) -> str:\n    """The forecast of the next days."""',
    "list_customers": "def list_customers(country: str = None) -> list[str]: ...",
    "send_email": 'def send_email(to: str, subject: str) -> None:\n    """Sends a message, such as an invoice."""',
    "set_budget": 'Team = Literal["ops", "sales"]\ndef set_budget(team: Team, limit: int) -> None: ...',
}
TOOLS = {name: stubbed(stub) for name, stub in STUBS.items()}


class Search(RunnerTest):
    def run_alone(self, code: str, tools: dict[str, Any]) -> Run:
        """A program that has these tools only."""
        self.host.tools = {}
        try:
            return self.run_program(code, tools)
        finally:
            self.host.tools = host.TOOLS

    def found(self, call: str, tools: dict[str, Any] = TOOLS) -> str:
        run = self.run_alone(call, tools)
        self.assertEqual("returned", run.outcome, run.ended)
        self.assertEqual([], run.warnings)
        return run.result

    def names(self, query: str, **options: Any) -> list[str]:
        arguments = "".join(f", {name}={value!r}" for name, value in options.items())
        text = self.found(f"search_tools({query!r}{arguments})")
        return [line[4 : line.index("(")] for line in text.splitlines() if line.startswith("def ")]

    def test_words_of_names_come_before_those_of_parameters_and_descriptions(self) -> None:
        self.assertEqual(["create_invoice", "find_invoices", "send_email"], self.names("invoice"))
        self.assertEqual("list_customers", self.names("customer")[0])
        self.assertEqual(["send_email"], self.names("subject"))
        self.assertEqual(["getWeather"], self.names("forecast"))
        self.assertEqual(["set_budget"], self.names("sales"))

    def test_words_are_found_in_every_case_and_form(self) -> None:
        for query in ("WEATHER", "weather", "getWeather", "get_weather", "get-weather", "weathers"):
            with self.subTest(query):
                self.assertEqual(["getWeather"], self.names(query))
        self.assertEqual("send_email", self.names("mail")[0])

    def test_a_tool_that_has_more_of_the_words_comes_first(self) -> None:
        self.assertEqual("find_invoices", self.names("find invoices of a customer")[0])
        self.assertEqual("create_invoice", self.names("create an invoice for a customer")[0])

    def test_the_name_of_a_tool_finds_it_first(self) -> None:
        for name in STUBS:
            self.assertEqual(name, self.names(name)[0])

    def test_shows_the_stubs_with_types_that_several_use_once(self) -> None:
        expected = (
            f"{INVOICE}\n"
            'def create_invoice(customer_id: str) -> Invoice:\n    """Makes an invoice."""\n'
            'def find_invoices(text: str) -> list[Invoice]:\n    """Finds\n    them."""\n'
            "# 1 more: send_email"
        )
        self.assertEqual(expected, self.found("search_tools('invoice', limit=2)"))
        self.assertEqual(expected, self.found("search_tools('invoice', 2)"))

    def test_nothing_found_says_so_and_what_there_is(self) -> None:
        self.assertEqual(
            "No function matches 'parkng'. There are 6: " + ", ".join(sorted(STUBS)),
            self.found("search_tools('parkng')"),
        )
        self.assertIn("Did you mean 'weather'?", self.found("search_tools('wether')"))

    def test_no_words_show_the_first_of_all(self) -> None:
        for query in ("", "*", "?"):
            self.assertEqual(sorted(STUBS)[:3], self.names(query, limit=3))
        self.assertIn("# 3 more: list_customers, send_email, set_budget", self.found("search_tools(limit=3)"))
        self.assertEqual("There are no functions to call.", self.found("search_tools('x')", {}))

    def test_long_lists_of_names_are_cut(self) -> None:
        tools = {f"tool_{n:03}": stubbed(f"def tool_{n:03}() -> None: ...") for n in range(200)}
        text = self.found("search_tools('tool', limit=2)", tools)
        self.assertEqual(2, text.count("def "))
        self.assertIn("# 198 more: tool_002, ", text)
        self.assertTrue(text.endswith("tool_031, … (168 more)"), text[-80:])

    def test_awaited_or_not_printed_or_returned_it_is_a_text(self) -> None:
        expected = STUBS["getWeather"]
        for code in (
            "search_tools('weather')",
            "await search_tools('weather')",
            "text = search_tools('weather')\ntext",
            "def f():\n  return search_tools('weather')\nf()",
            "async def f():\n  return await search_tools('weather')\nasyncio.run(f())",
            "(await asyncio.gather(search_tools('weather'), search_tools('email')))[0]",
            "import json\njson.loads(json.dumps([search_tools('weather')]))[0]",
        ):
            with self.subTest(code):
                self.assertEqual(expected, self.found(code))
        self.assertEqual({"a": expected}, self.found("{'a': search_tools('weather')}"))
        self.assertEqual(expected + "\n", self.run_alone("print(search_tools('weather'))", TOOLS).out)

    def test_it_makes_no_calls(self) -> None:
        self.assertEqual([], self.run_alone("search_tools('weather')", TOOLS).calls)

    def test_the_tools_are_those_of_the_program(self) -> None:
        self.assertIn("def getWeather", self.found("search_tools('weather')"))
        other = {"wind": stubbed('def wind() -> str:\n    """The weather at sea."""')}
        self.assertEqual(other["wind"].stub, self.found("search_tools('weather')", other))
        self.assertEqual(other["wind"].stub, self.found("f = search_tools\nf('weather')", other))
        self.assertIn("def getWeather", self.found("f('weather')"))

    def test_a_name_that_a_program_assigned_is_the_function_again(self) -> None:
        self.assertEqual(1, self.run_alone("search_tools = 1\nsearch_tools", TOOLS).result)
        run = self.run_alone("search_tools('weather')", TOOLS)
        self.assertEqual(STUBS["getWeather"], run.result)
        self.assertEqual(
            ["the name 'search_tools', assigned by an earlier program, is the function again"], run.warnings
        )

    def test_a_tool_of_that_name_wins_without_a_warning(self) -> None:
        def search_tools(query: str) -> str:
            return query + "!"

        for _ in range(2):
            self.assertEqual("x!", self.found("await search_tools('x')", {"search_tools": search_tools}))
            self.assertEqual(STUBS["getWeather"], self.found("search_tools('weather')"))

    def test_words_in_other_scripts(self) -> None:
        tools = {"wetter": stubbed('def wetter(ort: str) -> str:\n    """Wetter für Städte, 天気予報."""')}
        for query in ("städte", "STÄDTE", "天気"):
            self.assertEqual(tools["wetter"].stub, self.found(f"search_tools({query!r})", tools))

    def test_what_is_no_text_is_taken_as_one(self) -> None:
        self.assertEqual(STUBS["getWeather"], self.found("search_tools(['weather'])"))
        self.assertEqual(self.found("search_tools()"), self.found("search_tools(None)"))

    def test_a_limit_that_is_no_number_is_an_error_in_the_program(self) -> None:
        run = self.run_alone("search_tools('weather', limit='some')", TOOLS)
        self.assertEqual("ValueError", run.error["type"])
        self.assertIn("line 1", run.error["traceback"])
        self.assertNotIn("<runner>", run.error["traceback"])

    def test_it_works_in_threads_too(self) -> None:
        code = (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "with ThreadPoolExecutor(4) as pool: found = list(pool.map(search_tools, ['weather'] * 4))\n"
            "[len(found), len(set(found)), found[0]]"
        )
        self.assertEqual([4, 1, STUBS["getWeather"]], self.found(code))


class Help(RunnerTest):
    def test_help_shows_the_stub_of_a_tool_or_of_its_name(self) -> None:
        for subject in ("getWeather", "'getWeather'"):
            self.assertEqual(STUBS["getWeather"] + "\n", self.prints(f"help({subject})", TOOLS))

    def test_help_on_search_tools_explains_it(self) -> None:
        self.assertIn("Finds functions by words", self.prints("help(search_tools)"))

    def test_help_lists_some_of_many_tools(self) -> None:
        tools = {f"tool_{n:03}": stubbed(f"def tool_{n:03}() -> None: ...") for n in range(200)}
        out = self.prints("help()", tools)
        self.assertIn("tool_050", out)
        self.assertIn('search_tools("…")', out)
        self.assertLess(len(out), 2000)


if __name__ == "__main__":
    unittest.main()
