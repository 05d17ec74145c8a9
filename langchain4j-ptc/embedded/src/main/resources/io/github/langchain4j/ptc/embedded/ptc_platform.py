"""What the runner needs of this system: the way to the host, and the stand-ins for threads."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional

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

        def receive(self, timeout: Optional[float]) -> Optional[bytes]:
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
    scheduler.calls = RunnerCalls(runner, session.port)
    _nest(session._loop)
    return session


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

    def begin(self, tool: Any, args: tuple, kwargs: dict, done: Callable[[Any, Optional[BaseException]], None]) -> None:
        tool.begin(*args, **kwargs).tell(None, _Answer(done))

    def open(self) -> int:
        return len(self._port._calls)

    def pump(self, timeout: Optional[float]) -> None:
        self._port.rest(timeout)
        self._port.pump(timeout)
        if timeout is not None:
            self._port.woke()


class _Answer:
    """What the runner takes for a future: tells once."""

    def __init__(self, done: Callable[[Any, Optional[BaseException]], None]) -> None:
        self._done = done

    def done(self) -> bool:
        return False

    def set_result(self, value: Any) -> None:
        self._done(value, None)

    def set_exception(self, error: BaseException) -> None:
        self._done(None, error)
