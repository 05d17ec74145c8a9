"""Steps a child process that talks in frames, for a host that can do nothing but execute code and read what it prints.

Lives in the persistent context of a code interpreter. Each call of ``Bridge.step`` gives bytes to the child's standard
input, takes bytes from its standard output until the child rests or time is over, and returns one line of text. Steps
have numbers: the same number again gives the same response, or goes on with a step that was cut off, and never feeds
the child twice. There are no threads and no event loop here, because the context may have both of its own.

Python 3.9 and newer, standard library only.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import os
import re
import select
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Any

HEADER_BYTES = 5
# Enough of a frame to hold what is looked at: the longest list of abandoned calls.
HEAD_BYTES = 16 << 10
READ_BYTES = 1 << 16
# One step takes no more than this from the child; the rest stays in its pipe.
STEP_BYTES = 1 << 20
# A child that may have gone on by itself is believed to rest after it was silent for so long.
SETTLE_SECONDS = 0.03
# Timers fire a little early or late.
TIMER_SECONDS = 0.02
STDERR_BYTES = 2000

_TYPE = re.compile(rb'\s*\{\s*"t"\s*:\s*"([a-z]+)"')
_ID = re.compile(rb'"id"\s*:\s*(\d{1,18})')
_IDS = re.compile(rb'"ids"\s*:\s*\[([\d\s,]*)')
_NUMBER = re.compile(rb"\d{1,18}")
_WAKE = re.compile(rb'"wakeAfter"\s*:\s*(\d{1,9}(?:\.\d{1,9})?)')
# After these the child does nothing until the host says something.
_ENDS_STEP = frozenset(("hello", "ready", "filed", "idle", "ended"))


class Heads:
    """Follows the frames of a stream, in whatever pieces it comes, and keeps only where each began."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._left = 0

    @property
    def whole(self) -> bool:
        return not self._head

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The beginnings of the payloads that are complete now."""
        at = 0
        while at < len(data):
            if len(self._head) < HEADER_BYTES:
                part = data[at : at + HEADER_BYTES - len(self._head)]
                self._head += part
                at += len(part)
                if len(self._head) == HEADER_BYTES:
                    self._left = int.from_bytes(self._head[:4], "big")
            else:
                end = min(len(data), at + self._left)
                self._head += data[at : min(end, at + max(0, HEAD_BYTES - len(self._head)))]
                self._left -= end - at
                at = end
            if len(self._head) >= HEADER_BYTES and not self._left:
                yield bytes(self._head[HEADER_BYTES:])
                self._head.clear()


def type_of(head: bytes) -> str:
    found = _TYPE.match(head)
    return found[1].decode() if found else ""


class Child:
    """The process, its pipes, and what its frames say about it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        base = tempfile.mkdtemp(prefix="ptc-")
        work, modules = os.path.join(base, "work"), os.path.join(base, "modules")
        os.mkdir(work)
        os.mkdir(modules)
        for name, source in settings["modules"].items():
            write_module(modules, name, source)
        paths = [path for path in sys.path if os.path.isabs(path) and os.path.isdir(path) and path != os.getcwd()]
        prefix = f"import sys\nsys.path[:0]=[{modules!r}]\nsys.path+=[p for p in {paths!r} if p not in sys.path]\n"
        self._stderr_file = os.path.join(base, "stderr.txt")
        with open(self._stderr_file, "wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-u", "-c", prefix + settings["loader"]],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                bufsize=0,
                cwd=work,
                env=environment(work),
                start_new_session=True,
            )
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._input = bytearray()
        self._heard, self._said = Heads(), Heads()
        self._writable = True
        self.open_calls: set[int] = set()
        self.ended = False  # its output has
        self.suspended = False  # by the host: it reacts to nothing
        self._owes = False  # a reaction to what it was given
        self.rests_until = -1.0  # when it goes on by itself, as far as it said; -1 while it may run

    # What it says, and what is said to it

    def _follow(self, head: bytes) -> None:
        kind = type_of(head)
        if kind == "call":
            self.open_calls.update(map(int, _ID.findall(head)[:1]))
        elif kind == "abandon":
            found = _IDS.search(head)
            self.open_calls.difference_update(map(int, _NUMBER.findall(found[1]) if found else ()))
        elif kind == "ended":
            self.open_calls.clear()
        if kind in _ENDS_STEP:
            wake = _WAKE.search(head) if kind == "idle" else None
            self.rests_until = time.monotonic() + float(wake[1]) if wake else math.inf
        elif kind:
            self.rests_until = -1.0

    @property
    def rests(self) -> bool:
        """Whether its last word was that it does nothing."""
        return self.rests_until >= 0 and self._heard.whole

    @property
    def asleep(self) -> bool:
        """Whether it surely does nothing now."""
        return self.rests and time.monotonic() < self.rests_until - TIMER_SECONDS

    def give(self, data: bytes) -> bool:
        """Gives it more to read; whether it has to react."""
        for head in self._said.feed(data):
            kind = type_of(head)
            if kind in ("suspend", "resume"):
                self.suspended = kind == "suspend"
                continue
            if kind == "answer":
                self.open_calls.difference_update(map(int, _ID.findall(head)[:1]))
            self._owes = True
        self._input += data
        if self.suspended:
            return False
        owes, self._owes = self._owes, False
        return owes or not self._said.whole

    @property
    def given(self) -> bool:
        """Whether all that it was given is in its pipe."""
        return not self._input

    # Moving bytes

    def move(self, output: bytearray, timeout: float) -> bool:
        """Waits for a pipe and moves what can be moved; whether anything came out."""
        poll = select.poll()
        if len(output) < STEP_BYTES:
            poll.register(self._out, select.POLLIN)
        if self._input and self._writable:
            poll.register(self._in, select.POLLOUT)
        ready = dict(poll.poll(max(0.0, timeout * 1000)))
        if self._in in ready:
            self._write()
        return self._out in ready and self._read(output)

    def _write(self) -> None:
        try:
            del self._input[: os.write(self._in, self._input[:READ_BYTES])]
        except BlockingIOError:
            pass
        except OSError:  # it no longer reads; its end is seen at its output
            self._writable = False
            self._input.clear()

    def _read(self, output: bytearray) -> bool:
        try:
            data = os.read(self._out, READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self.ended = True
            return False
        output += data
        for head in self._heard.feed(data):
            self._follow(head)
        return True

    def obituary(self) -> str:
        """How it ended, with the end of what it wrote to its standard error."""
        try:
            code: int | None = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = None
        if code is None:
            how = "it closed its output"
        else:
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        try:
            with open(self._stderr_file, "rb") as stderr:
                stderr.seek(max(0, os.path.getsize(self._stderr_file) - STDERR_BYTES))
                said = stderr.read(STDERR_BYTES).decode("utf-8", "replace").strip()
        except OSError:
            said = ""
        return f"{how}: {said}" if said else how


def environment(work: str) -> dict[str, str]:
    """What the child finds in its environment: nothing of this process, which may hold credentials."""
    own = {"HOME": work, "TMPDIR": work, "PATH": os.defpath, "LANG": "C.UTF-8"}
    if "LD_LIBRARY_PATH" in os.environ:
        own["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]  # some builds of Python do not start without
    return own


def write_module(folder: str, name: str, source: str) -> None:
    if name in getattr(sys, "stdlib_module_names", sys.builtin_module_names):
        raise Refused(f"the preloaded module {name!r} would hide a module of Python's standard library")
    try:
        compile(source, f"{name}.py", "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise Refused(f"the preloaded module {name!r} is no valid Python: {error}, line {line}") from None
    with open(os.path.join(folder, name + ".py"), "w", encoding="utf-8") as file:
        file.write(source)


class Refused(Exception):
    """The host asked for what cannot be done."""


class Bridge:
    """The steps of one child, for one host."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()  # a service may execute a repeated request beside the first
        self._number = 0
        self._pieces: dict[int, str] = {}  # of the next step's input
        self._refusal = ""
        # Of the current step
        self._output = bytearray()
        self._text = ""
        self._done = True
        self._raw = 0
        self._obituary = ""
        self._began = self._seconds = 0.0
        self._runs = self._expects = self._alone = False

    # Called by the host; each returns what is to be printed

    def feed(self, number: int, index: int, text: str) -> str:
        """Keeps a piece of the input of the next step."""
        if number == self._number + 1:
            self._pieces[index] = text
        return f"<ptc:fed:{number}:{index}></ptc>"

    def step(self, number: int, pieces: int, text: str, seconds: float, quick: float, size: int) -> str:
        """Runs a step, or gives the response of the one that was run last.

        ``pieces`` of its input came before, ``text`` is the last; the step lasts ``seconds`` at most, but only
        ``quick`` once there is something that the host should know or could answer.
        """
        if not self._lock.acquire(timeout=max(quick, 0.1)):
            return "<ptc:busy></ptc>"
        try:
            if number == self._number + 1:
                self._begin(number, pieces, text)
            elif number != self._number:
                raise Refused(f"step {number} after step {self._number}")
            if not self._done:
                self._run(seconds, quick)
                self._finish()
            return self._part(number, 0, size)
        except Refused as refusal:
            return f"<ptc:refused:{_base64(str(refusal).encode())}></ptc>"
        finally:
            self._lock.release()

    def part(self, number: int, offset: int, size: int) -> str:
        """A part of the last step's response."""
        with self._lock:
            if number != self._number or not self._done:
                return f"<ptc:refused:{_base64(f'there is no response of step {number}'.encode())}></ptc>"
            return self._part(number, offset, size)

    # A step

    def _begin(self, number: int, pieces: int, text: str) -> None:
        if self._refusal:
            raise Refused(self._refusal)
        if any(index not in self._pieces for index in range(pieces)):
            raise Refused(f"input of step {number} is missing")
        encoded = "".join([self._pieces[index] for index in range(pieces)]) + text
        data = zlib.decompress(base64.b64decode(encoded)) if encoded else b""
        self._began = time.monotonic()
        self._output = bytearray()
        if self._child is None:
            data = self._start(data)
        child = self._child
        assert child
        # What was said between the steps comes first, so that nothing stale can be taken for an end of this one.
        while not child.ended and len(self._output) < STEP_BYTES and child.move(self._output, 0):
            pass
        self._alone = not self._output and child.asleep
        self._expects = child.give(data)
        if self._expects:
            child.rests_until = -1.0
        self._runs = not (child.asleep or child.suspended)
        self._pieces.clear()
        self._number, self._done = number, False

    def _start(self, data: bytes) -> bytes:
        """Starts the child with the settings before its first input."""
        if sys.version_info < (3, 9):  # noqa: UP036
            raise Refused(f"Python 3.9 or newer is needed, but this is {sys.version.split()[0]}")
        length = int.from_bytes(data[:4], "big")
        try:
            self._child = Child(json.loads(data[4 : 4 + length]))
        except Refused as refusal:
            self._refusal = str(refusal)
            raise
        except OSError as error:
            self._refusal = f"the Python {sys.executable!r} cannot be started as a child process: {error}"
            raise Refused(self._refusal) from None
        return data[4 + length :]

    def _run(self, seconds: float, quick: float) -> None:
        child = self._child
        assert child
        now = time.monotonic()
        end = now + seconds
        news = now if self._output or child.open_calls else math.inf
        silent_since = now
        while not child.ended and len(self._output) < STEP_BYTES:
            if child.given and child.suspended:
                return
            if child.given and child.rests:
                if self._alone or (not self._expects and child.asleep):
                    return
                until = silent_since + SETTLE_SECONDS
            else:
                until = min(end, news + quick)
            now = time.monotonic()
            if now >= until:
                return
            if child.move(self._output, until - now):
                silent_since = time.monotonic()
                news = min(news, silent_since)

    def _finish(self) -> None:
        raw = bytes(self._output)
        self._output = bytearray()
        self._text = _base64(zlib.compress(raw, 1)) if raw else ""
        self._raw = len(raw)
        self._seconds = time.monotonic() - self._began
        child = self._child
        assert child
        self._obituary = _base64(child.obituary().encode()) if child.ended else ""
        self._done = True

    def _part(self, number: int, offset: int, size: int) -> str:
        child = self._child
        assert child
        body = self._text[offset : offset + size]
        left = max(0.0, child.rests_until - time.monotonic()) if child.rests else -1.0
        fields = (
            "part",
            number,
            offset,
            len(self._text),
            self._raw,
            round(self._seconds * 1e6),
            int(self._runs),
            -1 if left < 0 else round(min(left, 1e6) * 1000),
            self._obituary or "-",
            format(binascii.crc32(body.encode()), "08x"),
        )
        return f"<ptc:{':'.join(map(str, fields))}>{body}</ptc>"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
