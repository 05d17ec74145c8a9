"""What tools are sent, and what programs are given."""

from __future__ import annotations

import unittest

from host import RunnerTest

SENT = {
    "None": ("None", None),
    "bool": ("True", True),
    "int": ("42", 42),
    "large int": ("2**100", 2**100),
    "float": ("1.5", 1.5),
    "text": ("'å🎉\\u0000\\u2028'", "å🎉\0\u2028"),
    "list": ("[1, [2]]", [1, [2]]),
    "tuple": ("(1, 'x')", [1, "x"]),
    "set": ("{7}", [7]),
    "frozenset": ("frozenset([7])", [7]),
    "range": ("range(3)", [0, 1, 2]),
    "generator": ("(n * n for n in [1, 2])", [1, 4]),
    "map": ("map(str, [1])", ["1"]),
    "dict view": ("{'a': 1}.items()", [["a", 1]]),
    "deque": ("__import__('collections').deque([1])", [1]),
    "default dict": ("__import__('collections').defaultdict(int, a=1)", {"a": 1}),
    "named tuple": ("__import__('collections').namedtuple('P', 'x y')(1, 2)", {"x": 1, "y": 2}),
    "date": ("__import__('datetime').date(2026, 1, 2)", "2026-01-02"),
    "datetime": ("__import__('datetime').datetime(2026, 1, 2, 3, 4, 5)", "2026-01-02T03:04:05"),
    "time": ("__import__('datetime').time(3, 4)", "03:04:00"),
    "duration": ("__import__('datetime').timedelta(days=1, hours=2, seconds=3.5)", "PT26H3.5S"),
    "negative duration": ("-__import__('datetime').timedelta(minutes=5)", "-PT5M"),
    "no duration": ("__import__('datetime').timedelta()", "PT0S"),
    "uuid": ("__import__('uuid').UUID(int=1)", "00000000-0000-0000-0000-000000000001"),
    "path": ("__import__('pathlib').PurePosixPath('a/b')", "a/b"),
    "whole decimal": ("__import__('decimal').Decimal('12')", 12),
    "decimal": ("__import__('decimal').Decimal('1.25')", 1.25),
    "bytes": ("b'\\x00\\xff'", "AP8="),
    "enum": ("__import__('enum').Enum('Color', {'RED': 'red'}).RED", "red"),
    "int enum": ("__import__('enum').IntEnum('Size', 'S M').M", 2),
    "enum key": ("{__import__('enum').Enum('Color', {'RED': 'red'}).RED: 1}", {"red": 1}),
}


class Sent(RunnerTest):
    def test_python_values_reach_the_tool_as_json(self) -> None:
        for name, (expression, expected) in SENT.items():
            with self.subTest(name):
                run = self.run_program(f"echo({expression})")
                self.assertEqual([{"value": expected}], [call["args"] for call in run.calls], run.ended)
                self.assertIs(type(expected), type(run.calls[0]["args"]["value"]))

    def test_a_dataclass_is_sent_with_its_fields(self) -> None:
        code = (
            "from dataclasses import dataclass\n"
            "@dataclass\nclass Point:\n  x: int\n  label: str = 'p'\n"
            "@dataclass\nclass Line:\n  ends: list\n"
            "echo(Line([Point(1), Point(2)]))['ends'][1]['label']"
        )
        self.assertEqual("p", self.returns(code))

    def test_what_looks_like_numpy_is_sent_as_numbers_and_lists(self) -> None:
        code = (
            "class Scalar:\n  dtype = 'int64'\n  def tolist(self): return 5\n"
            "class Array:\n  dtype = 'int64'\n  def tolist(self): return [5]\n"
            "[echo(Scalar()), echo(Array())]"
        )
        self.assertEqual([5, [5]], self.returns(code))

    def test_subclasses_are_sent_as_what_they_are(self) -> None:
        code = (
            "class Name(str):\n  def __str__(self): return 'other'\n"
            "class Count(int): pass\nclass Ratio(float): pass\n"
            "echo([Name('name'), Count(3), Ratio(0.5), {Name('key'): 1}])"
        )
        self.assertEqual(["name", 3, 0.5, {"key": 1}], self.returns(code))

    def test_records_are_sent_back_as_they_came(self) -> None:
        self.assertEqual({"a": {"b": [1]}}, self.returns("echo(echo({'a': {'b': [1]}}))"))


REFUSED = {
    "float('nan')": ("TypeError", "argument 'value' of echo is nan"),
    "[1, float('inf')]": ("TypeError", "argument 'value' of echo[1] is inf"),
    "{'a': [object()]}": ("TypeError", "argument 'value' of echo['a'][0] is a object"),
    "{1: 2}": ("TypeError", "has the key 1 of type int; keys must be str"),
    "{None: 2}": ("TypeError", "keys must be str"),
    "'x\\ud800'": ("TypeError", "half of a surrogate pair"),
    "{'\\ud800': 1}": ("TypeError", "half of a surrogate pair"),
    "10 ** 5000": ("ValueError", "too large for a tool"),
    "__import__('decimal').Decimal('NaN')": ("TypeError", "no tool can take"),
    "1j": ("TypeError", "is a complex"),
    "print": ("TypeError", "cannot be sent to a tool"),
    "{'a': {'b': {1, 2, print}}}": ("TypeError", "cannot be sent to a tool"),
}


class Refused(RunnerTest):
    def test_what_json_has_no_form_for_is_an_error_at_the_call(self) -> None:
        for expression, (kind, text) in REFUSED.items():
            with self.subTest(expression):
                run = self.run_program(f"x = 1\necho({expression})")
                self.assertEqual("failed", run.outcome)
                self.assertEqual([], run.calls)
                self.assertEqual(kind, run.error["type"])
                self.assertIn(text, run.error["message"])
                self.assertIn("line 2", run.error["traceback"])

    def test_a_value_that_contains_itself(self) -> None:
        error = self.fails("a = []; a.append(a); echo(a)")
        self.assertEqual("ValueError", error["type"])
        self.assertIn("contains itself", error["message"])

    def test_sixty_levels_may_be_sent_and_hundred_may_not(self) -> None:
        nested = "a = 1\nfor _ in range({}): a = [a]\necho(a)\nNone"
        self.returns(nested.format(60))
        self.assertIn("levels deep", self.fails(nested.format(100))["message"])

    def test_the_program_goes_on_after_an_error_that_it_catches(self) -> None:
        code = "try: echo(float('nan'))\nexcept TypeError as error: print('caught')\necho(1)"
        run = self.run_program(code)
        self.assertEqual((1, "caught\n"), (run.result, run.out))

    def test_an_error_in_a_generator_that_is_sent_is_the_programs_own(self) -> None:
        self.assertEqual("ZeroDivisionError", self.fails("echo(1 / n for n in [1, 0])")["type"])

    def test_infinite_recursion_around_a_tool_is_a_recursion_error(self) -> None:
        self.assertEqual("RecursionError", self.fails("def f(n):\n  return f([n])\nf(1)")["type"])


class Records(RunnerTest):
    PERSON = "r = echo({'name': 'Ann', 'items': [1, 2], 'address': {'city': 'Oslo'}})\n"

    def test_fields_can_be_read_both_ways(self) -> None:
        self.assertEqual(["Ann", "Ann", "Oslo"], self.returns(self.PERSON + "[r['name'], r.name, r.address.city]"))

    def test_a_field_named_like_a_method_needs_brackets(self) -> None:
        self.assertEqual([True, [1, 2]], self.returns(self.PERSON + "[callable(r.items), r['items']]"))

    def test_a_wrong_field_is_explained(self) -> None:
        error = self.fails(self.PERSON + "r.nam")
        self.assertEqual("AttributeError", error["type"])
        self.assertIn("did you mean 'name'?; it has name, items, address", error["message"])

    def test_many_fields_are_not_all_named(self) -> None:
        error = self.fails("echo({f'f{n}': n for n in range(5000)}).x")
        self.assertLess(len(error["message"]), 300)

    def test_a_record_is_a_dict(self) -> None:
        code = self.PERSON + (
            "import copy, json, pickle, pprint\n"
            "def names(**fields): return sorted(fields)\n"
            "assert isinstance(r, dict) and r == dict(r) and repr(r) == repr(dict(r)) and 'name' in r\n"
            "assert names(**r) == ['address', 'items', 'name'] and {**r}['name'] == 'Ann'\n"
            "assert json.loads(json.dumps(r)) == r and pickle.loads(pickle.dumps(r)) == r\n"
            "assert pprint.pformat(r).startswith('{')\n"
            "assert hasattr(r, 'name') and not hasattr(r, 'missing') and getattr(r, 'missing', 5) == 5\n"
            "r.get('name')"
        )
        self.assertEqual("Ann", self.returns(code))

    def test_copies_of_records_are_records(self) -> None:
        code = self.PERSON + (
            "import copy\n"
            "copies = [copy.copy(r), copy.deepcopy(r), r.copy(), r | {'x': 1}, {'x': 1} | r]\n"
            "copies[1].address.city = 'Rome'\n"
            "[c.name for c in copies] + [c.address.city for c in copies]"
        )
        expected = ["Ann"] * 5 + ["Oslo", "Rome", "Oslo", "Oslo", "Oslo"]
        self.assertEqual(expected, self.returns(code))

    def test_fields_can_be_set_and_deleted(self) -> None:
        self.assertEqual({"a": 2}, self.returns("r = echo({'a': 1, 'b': 1})\nr.a = 2\ndel r.b\nr"))

    def test_match_sees_a_mapping(self) -> None:
        if self.host.hello["python"].startswith("3.9."):
            self.skipTest("no match statement")
        code = self.PERSON + "match r:\n  case {'name': n, 'address': {'city': c}}:\n    print(n, c)"
        self.assertEqual("Ann Oslo\n", self.prints(code))


class Given(RunnerTest):
    def given(self, text: str, code: str) -> object:
        """Runs a program whose call of echo is answered with JSON as it stands here."""
        host = self.host
        host.start(code)
        call = host.receive_until("call")
        host.send_frame(f'{{"t":"answer","n":{host.number},"id":{call["id"]},"value":{text}}}'.encode())
        return host.receive_until("ended")

    def test_decimals(self) -> None:
        ended = self.given('{"a":{"\\u0000decimal":"1.20"}}', "str(echo(1)['a'] + 1)")
        self.assertEqual("2.20", ended["result"])

    def test_not_a_number_and_infinity(self) -> None:
        self.assertEqual("[nan, -inf]", self.given("[NaN,-Infinity]", "repr(echo(1))")["result"])

    def test_an_integer_of_more_digits_than_python_reads_by_itself(self) -> None:
        self.assertEqual("True", self.given("9" * 4999, "str(echo(1) == 10 ** 4999 - 1)")["result"])

    def test_a_value_nested_too_deeply_is_an_error_at_the_call(self) -> None:
        ended = self.given("[" * 100_000 + "]" * 100_000, "x = 1\necho(1)")
        self.assertEqual("RecursionError", ended["error"]["type"])
        self.assertIn("line 2", ended["error"]["traceback"])
        self.assertEqual(1, self.returns("echo(1)"))

    def test_text_of_every_kind(self) -> None:
        text = '"a\\u0000\\ud83d\\ude00\\n\\u2028Ω"'
        self.assertEqual("a\0😀\n\u2028Ω", self.given(text, "echo(1)")["result"])

    def test_an_answer_in_many_pieces(self) -> None:
        host = self.host
        host.start("len(echo(1))")
        call = host.receive_until("call")
        payload = f'{{"t":"answer","n":{host.number},"id":{call["id"]},"value":"{"x" * 1_000_000}"}}'.encode()
        data = len(payload).to_bytes(4, "big") + b"\0" + payload
        host.send_raw(data[:3])
        host.send_raw(data[3:7])
        host.send_raw(data[7:500_000])
        host.send_raw(data[500_000:])
        self.assertEqual("1000000", host.receive_until("ended")["result"])


if __name__ == "__main__":
    unittest.main()
