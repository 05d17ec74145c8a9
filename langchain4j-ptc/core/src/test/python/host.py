"""A small host: drives the real runner in a process of its own, through pipes, as the Java library does.

The tests run the runner with the Python that runs the tests.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import pathlib
import select
import subprocess
import sys
import tempfile
import time
import typing
import unittest
from collections.abc import Callable, Iterator
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
RUNNER = HERE.parents[1] / "main/resources/io/github/langchain4j/ptc/protocol/runner.py"

# As in RunnerSource.java.
LOADER = (
    "import sys;r=sys.stdin.buffer.raw.read\n"
    "def f(n):\n b=b''\n while len(b)<n:\n  c=r(n-len(b))\n  if not c:sys.exit(3)\n  b+=c\n return b\n"
    "s=f(int.from_bytes(f(5)[:4],'big'))\n"
    "exec(compile(s,'<runner>','exec'),{'__name__':'__ptc_runner__','__source__':s})"
)

PATIENCE = 20.0  # seconds until something that must happen is missed
LIMITS = {
    "calls": 1000,
    "inFlight": 256,
    "output": 1 << 20,
    "result": 1 << 20,
    "files": 32,
    "fileBytes": 1 << 24,
}


class RunnerDied(Exception):
    """The runner's process has ended."""


def fail(message: str = "it failed", kind: str = "IllegalStateException") -> Any:
    """As the value of a tool: the tool fails."""
    raise Failure(kind, message)


class Failure(Exception):
    pass


def echo(value: Any) -> Any:
    return value


def add(left: Any, right: Any = 0) -> Any:
    return left + right


def broken(message: str = "it failed") -> Any:
    return fail(message)


TOOLS: dict[str, Callable[..., Any]] = {"echo": echo, "add": add, "broken": broken}


def describe(name: str, function: Callable[..., Any]) -> dict[str, Any]:
    """A tool as a `run` message has it."""
    signature = inspect.signature(function)
    return {
        "name": name,
        "params": [
            {"name": parameter.name, "required": parameter.default is parameter.empty}
            for parameter in signature.parameters.values()
        ],
        "signature": name + "(" + ", ".join(signature.parameters) + ")",
        "doc": getattr(function, "stub", f"What {name} does."),
    }


def stubbed(stub: str) -> Callable[..., Any]:
    """A tool whose documentation is a stub, as the Java library writes them."""
    names: dict[str, Any] = {"TypedDict": typing.TypedDict, "Literal": typing.Literal}
    exec(compile("from __future__ import annotations\n" + stub, "<stub>", "exec"), names)
    function = list(names.values())[-1]
    function.stub = stub  # type: ignore[attr-defined]
    return function


class Run:
    """What a program did, and how it ended."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.chunks: list[tuple[int, bytes]] = []
        self.ended: dict[str, Any] = {}

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["t"] == kind]

    def text(self, stream: int) -> str:
        return "".join(message["text"] for message in self.of("out") if message["s"] == stream)

    @property
    def out(self) -> str:
        return self.text(1)

    @property
    def err(self) -> str:
        return self.text(2)

    @property
    def kinds(self) -> list[str]:
        return [message["t"] for message in self.messages]

    @property
    def calls(self) -> list[dict[str, Any]]:
        return self.of("call")

    @property
    def abandoned(self) -> list[int]:
        return [number for message in self.of("abandon") for number in message["ids"]]

    @property
    def files(self) -> dict[str, bytes]:
        contents = {message["stream"]: b"" for message in self.of("file")}
        for stream, data in self.chunks:
            contents[stream] += data
        return {message["path"]: contents[message["stream"]] for message in self.of("file")}

    @property
    def outcome(self) -> str:
        return self.ended["outcome"]

    @property
    def result(self) -> Any:
        """The value: text as it is, JSON decoded."""
        kind, text = self.ended.get("kind"), self.ended.get("result")
        return json.loads(text) if kind == "json" else None if kind == "none" else text

    @property
    def error(self) -> dict[str, str]:
        return self.ended["error"]

    @property
    def warnings(self) -> list[str]:
        return self.ended["warnings"]

    @property
    def spent(self) -> str | None:
        return self.ended.get("spent")


class Host:
    """One runner, ready for programs."""

    def __init__(
        self,
        command: list[str] | None = None,
        max_frame: int = 8 << 20,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.folder = tempfile.mkdtemp(prefix="ptc-test-")
        self.diagnostics = open(os.path.join(self.folder, "stderr"), "w+b")  # noqa: SIM115
        surroundings = {"PATH": os.environ.get("PATH", ""), "TMPDIR": self.folder, "LANG": "C.UTF-8"}
        self.process = subprocess.Popen(
            command or [sys.executable, "-I", "-u", "-c", LOADER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.diagnostics,
            bufsize=0,
            cwd=self.folder,
            env={**surroundings, **(environment or {})},
        )
        self.number = 0
        self.running = False
        self.tools = TOOLS  # those that every program has
        self._buffer = bytearray()
        self._together: list[bytes] | None = None
        if command is None:
            self.send_frame(RUNNER.read_bytes())
        self.hello = self.receive()
        self.send(t="setup", protocol=1, seed=1, maxFrame=max_frame)
        assert self.receive() == {"t": "ready"}

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.diagnostics.close()
        subprocess.run(["rm", "-rf", self.folder], check=False)  # shutil cannot delete very deep folders everywhere

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    # Frames

    def send_frame(self, payload: bytes, kind: int = 0) -> None:
        data = len(payload).to_bytes(4, "big") + bytes((kind,)) + payload
        if self._together is None:
            self.send_raw(data)
        else:
            self._together.append(data)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """What is sent meanwhile leaves in one piece."""
        self._together = []
        try:
            yield
        finally:
            data, self._together = b"".join(self._together), None
            self.send_raw(data)

    def send_raw(self, data: bytes) -> None:
        """Writes all of it, reading what comes meanwhile."""
        left = memoryview(data)
        out, source = self.process.stdin.fileno(), self.process.stdout.fileno()
        while left:
            readable, writable, _ = select.select([source], [out], [], PATIENCE)
            if readable:
                self._read()
            if writable:
                left = left[os.write(out, left[:4096]) :]
            if not readable and not writable:
                raise AssertionError("the runner does not read")

    def send(self, **fields: Any) -> None:
        self.send_frame(json.dumps(fields, separators=(",", ":")).encode())

    def _read(self) -> None:
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        if not data:
            raise RunnerDied(f"exit code {self.process.wait(PATIENCE)}: {self.said()}")
        self._buffer += data

    def said(self) -> str:
        """What the runner told the operator."""
        self.diagnostics.seek(0)
        return self.diagnostics.read().decode("utf-8", "replace")[-4000:]

    def receive(self, seconds: float = PATIENCE) -> Any:
        """The next message, (stream, bytes) for a chunk, or None after a time."""
        by = time.monotonic() + seconds
        while True:
            if len(self._buffer) >= 5:
                end = 5 + int.from_bytes(self._buffer[:4], "big")
                if len(self._buffer) >= end:
                    kind, payload = self._buffer[4], bytes(self._buffer[5:end])
                    del self._buffer[:end]
                    if kind != 0:
                        return int.from_bytes(payload[:4], "big"), payload[4:]
                    message = json.loads(payload)
                    self.running = self.running and message["t"] != "ended"
                    return message
            left = by - time.monotonic()
            if not select.select([self.process.stdout], [], [], max(0.0, left))[0]:
                return None
            self._read()

    # Programs

    def start(self, code: str, tools: dict[str, Callable[..., Any]] | None = None, **limits: int) -> None:
        self.number += 1
        self.running = True
        known = {**self.tools, **(tools or {})}
        descriptions = [describe(name, function) for name, function in known.items()]
        self.send(t="run", n=self.number, code=code, tools=descriptions, limits={**LIMITS, **limits})

    def answer(self, number: int, value: Any) -> None:
        self.send(t="answer", n=self.number, id=number, value=value)

    def refuse(self, number: int, kind: str, message: str) -> None:
        self.send(t="answer", n=self.number, id=number, error={"type": kind, "message": message})

    def receive_until(self, kind: str, run: Run | None = None) -> dict[str, Any]:
        """Receives up to a message of a kind; others go to the run."""
        while True:
            message = self.receive()
            if message is None:
                raise AssertionError(f"no message {kind!r} came within {PATIENCE} s; {self.said()}")
            if isinstance(message, tuple):
                if run is not None:
                    run.chunks.append(message)
                continue
            if run is not None:
                run.messages.append(message)
            if message["t"] == kind:
                return message

    def run(
        self,
        code: str,
        tools: dict[str, Callable[..., Any]] | None = None,
        at_idle: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None,
        **limits: int,
    ) -> Run:
        """Runs a program to its end.

        Calls are answered as they come; with ``at_idle`` when the runner says that it is idle: it is given the open
        calls and returns those to answer, in this order.
        """
        known = {**self.tools, **(tools or {})}
        run, open_calls = Run(), []
        self.start(code, tools, **limits)
        while not run.ended:
            message = self.receive()
            if message is None:
                raise AssertionError(f"the program did not end; messages: {run.messages[-5:]}; {self.said()}")
            if isinstance(message, tuple):
                run.chunks.append(message)
                continue
            run.messages.append(message)
            kind = message["t"]
            if kind == "ended":
                run.ended = message
            elif kind == "call" and at_idle is None:
                self.serve(message, known)
            elif kind == "call":
                open_calls.append(message)
            elif kind == "abandon":
                open_calls = [call for call in open_calls if call["id"] not in message["ids"]]
            elif kind == "idle" and at_idle is not None:
                with self.together():
                    for call in at_idle(list(open_calls)):
                        open_calls.remove(call)
                        self.serve(call, known)
        return run

    def serve(self, call: dict[str, Any], tools: dict[str, Callable[..., Any]] | None = None) -> None:
        """Answers a call with what its tool returns."""
        try:
            value = (tools or TOOLS)[call["tool"]](**call["args"])
        except Failure as failure:
            self.refuse(call["id"], *failure.args)
        else:
            self.answer(call["id"], value)

    def put_file(self, path: str, content: bytes, stream: int = 1) -> str | None:
        """Sends a file; the error, if it was not taken."""
        self.send(t="file", path=path, stream=stream, size=len(content))
        for start in range(0, len(content), 1 << 16):
            self.send_frame(stream.to_bytes(4, "big") + content[start : start + (1 << 16)], kind=1)
        return self.receive_until("filed").get("error")


class RunnerTest(unittest.TestCase):
    """Tests that share one session: each runs programs of its own in it."""

    _host: Host | None = None

    @classmethod
    def new_host(cls) -> Host:
        return Host()

    @property
    def host(self) -> Host:
        kind = type(self)
        if kind._host is None:
            kind._host = kind.new_host()
        return kind._host

    def fresh(self) -> Host:
        """A session in which nothing has happened yet; the tests that follow go on with it."""
        self.drop()
        return self.host

    @classmethod
    def drop(cls) -> None:
        host, cls._host = cls._host, None
        if host is not None:
            host.close()

    def tearDown(self) -> None:
        host = type(self)._host
        if host is not None and host.running:
            self.drop()  # the test has failed

    @classmethod
    def tearDownClass(cls) -> None:
        cls.drop()

    def run_program(self, code: str, *arguments: Any, **options: Any) -> Run:
        try:
            run = self.host.run(code, *arguments, **options)
        except BaseException:
            self.drop()  # whatever state it is in
            raise
        if run.spent:
            self.drop()
        return run

    def returns(self, code: str, *arguments: Any, **options: Any) -> Any:
        """The value of a program that must end well."""
        run = self.run_program(code, *arguments, **options)
        self.assertEqual("returned", run.outcome, run.ended)
        self.assertIsNone(run.spent)
        return run.result

    def prints(self, code: str, *arguments: Any, **options: Any) -> str:
        """What a program prints that must end well, without complaints."""
        run = self.run_program(code, *arguments, **options)
        self.assertEqual("returned", run.outcome, run.ended)
        self.assertEqual("", run.err)
        return run.out

    def fails(self, code: str, *arguments: Any, **options: Any) -> dict[str, str]:
        """The error of a program that must fail."""
        run = self.run_program(code, *arguments, **options)
        self.assertEqual("failed", run.outcome, run.ended)
        return run.error
