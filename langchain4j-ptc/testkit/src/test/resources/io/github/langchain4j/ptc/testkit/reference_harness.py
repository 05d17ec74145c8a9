"""Runs the programs of one session on plain CPython, to check what the corpus states about them.

Reads {"programs": [source, ...]} from stdin and writes one JSON object per program to stdout. It shares nothing with
the runner: plain asyncio, plain functions as tools, real streams redirected into a file.
"""

import ast
import asyncio
import builtins
import inspect
import io
import json
import linecache
import os
import sys
import tempfile
import threading
import time
import traceback
import types


class ToolError(Exception):
    """A tool failed."""


# The tools, in the rendering of the reference: the same answers as CorpusTools gives in Java.

TEAMS = {
    "engineering": [
        {"id": "e1", "name": "Ada", "level": 3},
        {"id": "e2", "name": "Bo", "level": 2},
        {"id": "e3", "name": "Cy", "level": 1},
    ],
    "sales": [{"id": "s1", "name": "Di", "level": 2}],
}
BASE = {"e1": 100, "e2": 200, "e3": 300, "s1": 50}
DATES = ["2025-07-02", "2025-08-01", "2025-08-31", "2025-08-30"]
GIFTS = {
    "text": "text",
    "integer": 7,
    "float": 1.5,
    "boolean": True,
    "null": None,
    "list": [1, 2],
    "json text": '{"a": 1}',
    "report": "e1: 400\ne2: 800\n",
}


class Tools:
    def __init__(self):
        self.calls = 0
        self.failures = {}

    def add(self, a, b):
        return a + b

    def echo(self, value):
        return value

    def fail(self, message="broken"):
        raise ToolError(message)

    def slow(self, ms, value=None):
        return value

    def note(self, text):
        return None

    def flaky(self, key, failures):
        done = self.failures.get(key, 0)
        self.failures[key] = done + 1
        if done < failures:
            raise ToolError("not yet")
        return "ok"

    def get_team_members(self, department):
        return json.loads(json.dumps(TEAMS.get(department, [])))

    def get_expenses(self, employee_id, quarter):
        base = BASE.get(employee_id)
        if base is None:
            return []
        return [
            {
                "id": f"{employee_id}-{quarter}-{n}",
                "amount": base * n,
                "category": "travel" if n % 2 else "meals",
                "status": "pending" if n == 4 else "approved",
                "date": DATES[n - 1],
            }
            for n in (1, 2, 3, 4)
        ]

    def get_custom_budget(self, user_id):
        return 1000 if user_id == "e2" else None

    def fetch_page(self, page, size=3):
        start = (page - 1) * size + 1
        end = min(start + size - 1, 7)
        return {"items": list(range(start, end + 1)), "next": page + 1 if end < 7 else None}

    def lookup(self, key):
        return {"items": [1, 2], "keys": "k", "values": [], "get": "g", "name": key}

    def give(self, kind):
        return GIFTS[kind]


def as_tool(tools, name):
    function = getattr(tools, name)
    signature = inspect.signature(function)

    def tool(*args, **kwargs):
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{name}{signature}: {error}") from None
        tools.calls += 1
        pause = bound.arguments.get("ms", 0) / 1000 if name == "slow" else 0

        async def call():
            await asyncio.sleep(pause)
            return function(*args, **kwargs)

        try:
            asyncio.get_running_loop()
        except RuntimeError:
            time.sleep(pause)
            return function(*args, **kwargs)
        return call()

    tool.__name__ = name
    return tool


# Running a program.


class TopLevelReturn(BaseException):
    """Stands for a return statement outside a function, which CPython does not compile."""


class ReturnToRaise(ast.NodeTransformer):
    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_Lambda = visit_ClassDef = visit_FunctionDef  # noqa: N815

    def visit_Return(self, node):
        value = node.value or ast.Constant(None)
        stop = ast.Call(ast.Name("__TopLevelReturn__", ast.Load()), [value], [])
        return ast.copy_location(ast.Raise(stop, None), node)


plain_run = asyncio.run


def run_anywhere(main, **kwargs):
    """asyncio.run, below a running loop in a thread of its own."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return plain_run(main, **kwargs)
    box = []
    thread = threading.Thread(target=lambda: box.append(plain_run(main, **kwargs)))
    thread.start()
    thread.join()
    return box[0]


def compiled(source, name):
    tree = ast.parse(source, name)
    tree = ReturnToRaise().visit(tree)
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = tree.body[-1]
        tree.body[-1] = ast.copy_location(ast.Assign([ast.Name("__last__", ast.Store())], last.value), last)
    ast.fix_missing_locations(tree)
    return compile(tree, name, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def evaluate(code, module, loop):
    names = module.__dict__
    names.pop("__last__", None)

    async def in_loop():
        await types.FunctionType(code, names)()
        value = names.pop("__last__", None)
        return await value if inspect.isawaitable(value) else value

    try:
        if code.co_flags & inspect.CO_COROUTINE:
            return loop.run_until_complete(in_loop())
        exec(code, names)
        value = names.pop("__last__", None)
        return run_anywhere(value) if inspect.iscoroutine(value) else value
    except TopLevelReturn as stop:
        return stop.args[0]


def has_text_keys(value):
    """JSON knows no other keys: {1: 2} would come back as something else."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and has_text_keys(item) for key, item in value.items())
    return not isinstance(value, (list, tuple)) or all(item is not value and has_text_keys(item) for item in value)


def rendered(value):
    if value is None:
        return {"kind": "NONE", "result": ""}
    if isinstance(value, str):
        return {"kind": "TEXT", "result": value}
    try:
        if has_text_keys(value):
            return {"kind": "JSON", "result": json.dumps(value, allow_nan=False)}
    except (TypeError, ValueError):
        pass
    return {"kind": "REPR", "result": repr(value)}


def own_traceback(error, name):
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith("<program")]
    text = "".join(traceback.format_list(frames))
    if isinstance(error, SyntaxError):
        text += f"  File {name!r}, line {error.lineno}\n"
    return text + f"{type(error).__name__}: {error}"


def run_program(number, source, module, loop, tools):
    name = f"<program {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    tools.calls = 0
    try:
        report = dict(rendered(evaluate(compiled(source, name), module, loop)), outcome="returned")
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        report = {"outcome": "exited", "code": code, "message": stop.code if isinstance(stop.code, str) else ""}
    except BaseException as error:
        report = {
            "outcome": "failed",
            "type": type(error).__name__,
            "message": str(error),
            "traceback": own_traceback(error, name),
        }
    return dict(report, calls=tools.calls)


class Captured:
    """Descriptors 1 and 2 in a file while a program runs."""

    def __init__(self):
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the capture
        self.real = os.dup(1)
        os.dup2(self.file.fileno(), 1)
        os.dup2(self.file.fileno(), 2)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8", newline="", write_through=True)
        sys.stderr = sys.stdout

    def take(self):
        sys.stdout.flush()
        self.file.seek(0)
        text = self.file.read().decode("utf-8")
        self.file.seek(0)
        self.file.truncate()
        return text


def main():
    programs = json.loads(sys.stdin.buffer.read())["programs"]
    folder = tempfile.TemporaryDirectory()
    os.chdir(folder.name)
    tools = Tools()
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(__builtins__=builtins, ToolError=ToolError, __TopLevelReturn__=TopLevelReturn)
    asyncio.run = run_anywhere
    loop = asyncio.new_event_loop()
    captured = Captured()
    reports = []
    for number, source in enumerate(programs, 1):
        for name in vars(Tools):
            if not name.startswith("_"):
                module.__dict__[name] = as_tool(tools, name)
        report = run_program(number, source, module, loop, tools)
        reports.append(dict(report, output=captured.take()))
    with os.fdopen(captured.real, "wb") as out:
        out.write(json.dumps(reports).encode())
    os.chdir("/")
    folder.cleanup()
    os._exit(0)


main()
