"""Makes threading work without threads: see ptc_scheduling for how.

The real locks of this Python crash the interpreter when they are held already; the ones here give others their turn,
and say so when nobody is left who could let go. Conditions, events, semaphores, barriers and queues are built on them.
"""

from __future__ import annotations

import _thread
import queue
import sys
import threading
import time
from _threading_local import local
from typing import Any, Callable

from ptc_scheduling import Unit, scheduler, unwrap


def _limit(blocking: bool, timeout: float) -> float | None:
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0.0
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")
    return None if timeout == -1 else timeout


class Lock:
    """A lock as threading.Lock makes it."""

    __slots__ = ("__weakref__", "_locked")

    def __init__(self) -> None:
        self._locked = False

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if self._locked:
            limit = _limit(blocking, timeout)
            if limit == 0.0:
                return False
            if not scheduler.wait_until(self._free, limit, "a lock, a queue or an event"):
                return False
        self._locked = True
        return True

    def _free(self) -> bool:
        return not self._locked

    def release(self) -> None:
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False

    def locked(self) -> bool:
        return self._locked

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: Any) -> None:
        self.release()

    def _at_fork_reinit(self) -> None:
        self._locked = False

    acquire_lock, release_lock, locked_lock = acquire, release, locked


class RLock:
    """A lock that whoever holds it may take again."""

    def __init__(self) -> None:
        self._owner: Any = None
        self._count = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        me = scheduler.current() or scheduler
        if self._count and self._owner is not me:
            limit = _limit(blocking, timeout)
            if limit == 0.0 or not scheduler.wait_until(self._free, limit, "a lock"):
                return False
        self._owner = me
        self._count += 1
        return True

    def _free(self) -> bool:
        return not self._count

    def release(self) -> None:
        if not self._is_owned():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None

    def locked(self) -> bool:
        return self._count > 0

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: Any) -> None:
        self.release()

    def _is_owned(self) -> bool:
        return self._count > 0 and self._owner is (scheduler.current() or scheduler)

    def _recursion_count(self) -> int:
        return self._count if self._is_owned() else 0

    def _release_save(self) -> tuple[int, Any]:
        state = (self._count, self._owner)
        self._count, self._owner = 0, None
        return state

    def _acquire_restore(self, state: tuple[int, Any]) -> None:
        self.acquire()
        self._count, self._owner = state

    def _at_fork_reinit(self) -> None:
        self._count, self._owner = 0, None


def _start(self: threading.Thread) -> None:
    if not self._initialized:
        raise RuntimeError("thread.__init__() not called")
    if self._started.is_set():
        raise RuntimeError("threads can only be started once")
    self._ptc_done = False
    self._ptc_unit = None
    self._started.set()
    _alive.append(self)
    if type(self).run is threading.Thread.run:
        tool, args, kwargs = unwrap(self._target, tuple(self._args or ()), dict(self._kwargs or {}))
        if scheduler.calls.is_tool(tool):
            _begin(self, tool, args, kwargs)
            return
    self._ptc_unit = Unit(f"thread {self.name!r}", lambda: _run(self), self, self.daemon)
    scheduler.add(self._ptc_unit)


def _begin(thread: threading.Thread, tool: Any, args: tuple, kwargs: dict) -> None:
    def done(_: Any, error: BaseException | None) -> None:
        _ended(thread)
        if error is not None:
            threading.excepthook(threading.ExceptHookArgs((type(error), error, error.__traceback__, thread)))

    try:
        scheduler.calls.begin(tool, args, kwargs, done)
    except Exception as error:
        done(None, error)


def _run(thread: threading.Thread) -> None:
    try:
        thread.run()
    except SystemExit:
        pass
    except Exception:
        threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), thread)))
    finally:
        _ended(thread)


def _ended(thread: threading.Thread) -> None:
    thread._ptc_done = True
    if thread in _alive:
        _alive.remove(thread)


def _join(self: threading.Thread, timeout: float | None = None) -> None:
    if not self._initialized:
        raise RuntimeError("Thread.__init__() not called")
    if not self._started.is_set():
        raise RuntimeError("cannot join thread before it is started")
    if self is threading.current_thread():
        raise RuntimeError("cannot join current thread")
    if self in _foreign():
        return
    limit = None if timeout is None else max(0.0, timeout)
    scheduler.wait_until(lambda: self._ptc_done, limit, f"the end of thread {self.name!r}", self._ptc_unit)


def _is_alive(self: threading.Thread) -> bool:
    if self in _foreign():
        return True
    if not self._started.is_set():
        return False
    if not self._ptc_done and self._ptc_unit is not None and not scheduler.running:
        # A program that polls would poll for ever if asking did not give the thread its turn.
        scheduler.run_unit(self._ptc_unit)
    return not self._ptc_done


def _foreign() -> tuple:
    return (threading._main_thread,)


def _enumerate() -> list[threading.Thread]:
    return [threading._main_thread, *_alive]


def _start_new_thread(function: Callable, args: tuple, kwargs: dict | None = None) -> int:
    threading.Thread(target=function, args=args, kwargs=kwargs or {}, daemon=True).start()
    return _thread.get_ident()


def _enter(unit: Unit) -> Callable[[], None]:
    if unit.thread is None:
        return lambda: None
    ident = _thread.get_ident()
    before = threading._active.get(ident)
    threading._active[ident] = unit.thread

    def leave() -> None:
        threading._active[ident] = before

    return leave


_alive: list[threading.Thread] = []


def alive() -> list[threading.Thread]:
    """Threads that were started and have not ended."""
    return list(_alive)


def reset() -> None:
    _alive.clear()


def install() -> None:
    threading.Lock = _thread.Lock = Lock
    threading.RLock = RLock  # the one of _thread never crashes: there is but one thread that could hold it
    _thread.allocate_lock = _thread.allocate = Lock
    _thread.start_new_thread = _thread.start_new = _start_new_thread
    threading._allocate_lock = Lock
    threading._CRLock = None
    threading._PyRLock = RLock
    threading._start_new_thread = _start_new_thread
    threading.local = local
    threading.Thread.start = _start
    threading.Thread.join = _join
    threading.Thread.is_alive = _is_alive
    threading.enumerate = _enumerate
    threading.active_count = threading.activeCount = lambda: len(_enumerate())
    threading._active_limbo_lock = RLock()
    queue.SimpleQueue = queue._PySimpleQueue
    scheduler.enter = _enter
    time.sleep = scheduler.sleep
