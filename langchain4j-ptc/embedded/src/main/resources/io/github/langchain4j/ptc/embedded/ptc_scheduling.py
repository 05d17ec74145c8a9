"""Runs one after the other what elsewhere runs on threads.

There is one thread here. What a program hands to a thread or an executor waits until the program blocks (joins it,
asks for its result, waits for a lock, a queue or an event) and runs then, on top of whoever waits. Calls of tools need
no thread: they are sent at once and overlap. A wait that nothing can end is an error at once.
"""

from __future__ import annotations

import collections
import functools
import sys
import time
from contextvars import Context
from typing import Any, Callable

_monotonic = time.monotonic
_sleep = time.sleep


class DeadlockError(RuntimeError):
    """A wait that nothing can end. The runner's own takes its place."""


class Abandoned(BaseException):
    """Ends a piece of work that still waits when whoever waits below it could go on: only one of them can."""


class Calls:
    """What the runner offers to the stand-ins; this one is for when no program runs."""

    def is_tool(self, function: Any) -> bool:
        return False

    def begin(self, tool: Any, args: tuple, kwargs: dict, done: Callable[[Any, BaseException | None], None]) -> None:
        raise RuntimeError("no program runs")

    def open(self) -> int:
        return 0

    def pump(self, timeout: float | None) -> None:
        raise RuntimeError("no program runs")


class Unit:
    """A piece of work that waits for its turn."""

    def __init__(self, name: str, run: Callable[[], None], thread: Any = None, daemon: bool = False) -> None:
        self.name = name
        self.run = run
        self.thread = thread
        self.daemon = daemon
        self.overtime = 0.0  # seconds that it slept while others could have gone on
        self.polls = 0


class Scheduler:
    # What a thread may still sleep, and how often, when whoever waits for something else could go on: threads that
    # have an end get there, those that poll for ever do not keep the program.
    MAX_OVERTIME = 10.0
    MAX_POLLS = 200

    def __init__(self) -> None:
        self.calls = Calls()
        self.waiting: collections.deque[Unit] = collections.deque()
        self.running: list[Unit] = []
        self.waits: list[Callable[[], bool]] = []
        self.enter: Callable[[Unit], Callable[[], None]] = lambda unit: lambda: None
        self.events: Any = None  # asyncio.events; it cannot be imported before the stand-ins are in place

    def current(self) -> Unit | None:
        return self.running[-1] if self.running else None

    def add(self, unit: Unit) -> None:
        self.waiting.append(unit)
        loop = self.events._get_running_loop()
        if loop is not None:
            # Somebody may await the result: the event loop gives the unit its turn.
            loop.call_soon(self.run_unit, unit)

    def remove(self, unit: Unit) -> bool:
        try:
            self.waiting.remove(unit)
        except ValueError:
            return False
        return True

    def run_unit(self, unit: Unit) -> bool:
        """Runs a unit if it still waits for its turn."""
        if not self.remove(unit):
            return False
        loop = self.events._get_running_loop()
        self.events._set_running_loop(None)
        leave = self.enter(unit)
        self.running.append(unit)
        try:
            unit.run()
        except Abandoned:
            pass
        finally:
            self.running.pop()
            leave()
            self.events._set_running_loop(loop)
        return True

    def run_next(self) -> bool:
        return bool(self.waiting) and self.run_unit(self.waiting[0])

    def wait_until(
        self, ready: Callable[[], bool], timeout: float | None, what: str, prefer: Unit | None = None
    ) -> bool:
        """Lets others have their turn until something is so. False if the time is over before."""
        if ready():
            return True
        by = None if timeout is None else _monotonic() + timeout
        self.waits.append(lambda: ready() or (by is not None and _monotonic() >= by))
        try:
            if prefer is not None:
                self.run_unit(prefer)
            while not ready():
                if by is not None and _monotonic() >= by:
                    return False
                if not self.run_next():
                    self._await_event(None if by is None else max(0.0, by - _monotonic()), what)
        finally:
            self.waits.pop()
        return True

    def _await_event(self, left: float | None, what: str) -> None:
        if self.calls.open():
            self.calls.pump(left)
        elif left is not None:
            self._sleep_on(left)
        elif self._others_can_go_on():
            raise Abandoned(what)
        else:
            raise DeadlockError(self.deadlock(what))

    def _others_can_go_on(self) -> bool:
        return bool(self.running) and any(ready() for ready in self.waits[:-1])

    def _sleep_on(self, seconds: float) -> None:
        """Sleeps; a thread that keeps others from going on may do so for a while only."""
        if self._others_can_go_on():
            unit = self.running[-1]
            unit.overtime += seconds
            unit.polls += 1
            if unit.overtime > self.MAX_OVERTIME or unit.polls > self.MAX_POLLS:
                print(
                    f"{unit.name} was ended while it slept: threads run one after the other in this sandbox; "
                    "use asyncio tasks for work in the background",
                    file=sys.stderr,
                )
                raise Abandoned("sleep")
        _sleep(seconds)

    def deadlock(self, what: str) -> str:
        unit = self.current()
        who = "the program" if unit is None else unit.name
        return (
            f"deadlock: {who} waits for {what}, and nothing is left that could end the wait. "
            "Threads run one after the other in this sandbox, each when another waits for it; "
            "use await and asyncio.gather to do several things at once"
        )

    def sleep(self, seconds: float) -> None:
        """time.sleep: others get their turn meanwhile."""
        if not self.waiting and not self.running:
            _sleep(seconds)
            return
        by = _monotonic() + seconds
        self.waits.append(lambda: _monotonic() >= by)
        try:
            while self.waiting and _monotonic() < by:
                self.run_next()
            self._sleep_on(max(0.0, by - _monotonic()))
        finally:
            self.waits.pop()

    def finish(self) -> None:
        """The program has ended: threads that are no daemons run to their end, as they do in a script."""
        while self.waiting:
            if self.waiting[0].daemon:
                self.waiting.popleft()
            else:
                self.run_next()

    def reset(self) -> None:
        self.waiting.clear()


scheduler = Scheduler()


def unwrap(function: Any, args: tuple, kwargs: dict) -> tuple[Any, tuple, dict]:
    """What a call really calls: sees through functools.partial and Context.run (asyncio.to_thread makes both)."""
    while True:
        if isinstance(function, functools.partial):
            args = function.args + args
            kwargs = {**function.keywords, **kwargs}
            function = function.func
        elif (
            args
            and getattr(function, "__name__", "") == "run"
            and isinstance(getattr(function, "__self__", None), Context)
        ):
            function, args = args[0], args[1:]
        else:
            return function, args, kwargs
