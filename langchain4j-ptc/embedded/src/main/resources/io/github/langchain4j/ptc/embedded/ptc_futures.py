"""Stands in for concurrent.futures, which this Python lacks because it has no threads."""

from __future__ import annotations

import collections
import itertools
import sys
import threading
import time
import types
from collections.abc import Iterable, Iterator
from typing import Any, Callable

import ptc_scheduling
from ptc_scheduling import Unit, scheduler, unwrap

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

_PENDING, _RUNNING, _CANCELLED, _FINISHED = "PENDING", "RUNNING", "CANCELLED", "FINISHED"


class Error(Exception):
    """Base class for all future-related exceptions."""


class CancelledError(Error):
    """The Future was cancelled."""


class InvalidStateError(Error):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """An executor can run nothing any more."""


class Future:
    """The result of a submitted function or of a call that is on its way."""

    def __init__(self) -> None:
        self._state = _PENDING
        self._result: Any = None
        self._exception: BaseException | None = None
        self._callbacks: list[Callable[[Future], Any]] = []
        self._unit: Unit | None = None

    def __repr__(self) -> str:
        return f"<Future at {id(self):#x} state={self._state.lower()}>"

    def cancel(self) -> bool:
        if self._state in (_RUNNING, _FINISHED):
            return False
        if self._unit is not None:
            scheduler.remove(self._unit)
        if self._state != _CANCELLED:
            self._state = _CANCELLED
            self._call_back()
        return True

    def cancelled(self) -> bool:
        return self._state == _CANCELLED

    def running(self) -> bool:
        return self._state == _RUNNING

    def done(self) -> bool:
        if self._state == _PENDING and self._unit is not None and not scheduler.running:
            # A program that polls would poll for ever if asking did not give the work its turn.
            scheduler.run_unit(self._unit)
        return self._done()

    def _done(self) -> bool:
        return self._state in (_CANCELLED, _FINISHED)

    def _wait(self, timeout: float | None) -> None:
        if not scheduler.wait_until(self._done, timeout, "the result of a future", self._unit):
            raise TimeoutError()
        if self._state == _CANCELLED:
            raise CancelledError()

    def result(self, timeout: float | None = None) -> Any:
        self._wait(timeout)
        if self._exception is not None:
            try:
                raise self._exception
            finally:
                self = None  # noqa: PLW0642 - no cycle through the traceback
        return self._result

    def exception(self, timeout: float | None = None) -> BaseException | None:
        self._wait(timeout)
        return self._exception

    def add_done_callback(self, fn: Callable[[Future], Any]) -> None:
        if self._done():
            self._run_callback(fn)
        else:
            self._callbacks.append(fn)

    def _call_back(self) -> None:
        callbacks, self._callbacks = self._callbacks, []
        for fn in callbacks:
            self._run_callback(fn)

    def _run_callback(self, fn: Callable[[Future], Any]) -> None:
        try:
            fn(self)
        except Exception:
            sys.excepthook(*sys.exc_info())

    def set_running_or_notify_cancel(self) -> bool:
        if self._state == _CANCELLED:
            return False
        if self._state != _PENDING:
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._state = _RUNNING
        return True

    def set_result(self, result: Any) -> None:
        self._set(result, None)

    def set_exception(self, exception: BaseException | None) -> None:
        self._set(None, exception)

    def _set(self, result: Any, exception: BaseException | None) -> None:
        if self._done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result = result
        self._exception = exception
        self._state = _FINISHED
        self._call_back()


class Executor:
    """Runs functions when their results are asked for; calls of tools go out at once."""

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        raise NotImplementedError()

    def map(
        self,
        fn: Callable,
        *iterables: Iterable,
        timeout: float | None = None,
        chunksize: int = 1,
        buffersize: int | None = None,
    ) -> Iterator[Any]:
        by = None if timeout is None else time.monotonic() + timeout
        futures = collections.deque(self.submit(fn, *args) for args in zip(*iterables))

        def results() -> Iterator[Any]:
            try:
                while futures:
                    future = futures.popleft()
                    yield future.result() if by is None else future.result(by - time.monotonic())
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass

    def __enter__(self) -> Executor:
        return self

    def __exit__(self, *_: Any) -> bool:
        self.shutdown(wait=True)
        return False


class ThreadPoolExecutor(Executor):
    _counter = itertools.count().__next__

    def __init__(
        self,
        max_workers: int | None = None,
        thread_name_prefix: str = "",
        initializer: Callable | None = None,
        initargs: tuple = (),
        **_: Any,
    ) -> None:
        if max_workers is not None and max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers or 1
        self._name = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"
        self._initializer = initializer
        self._initargs = initargs
        self._shutdown = False
        self._futures: list[Future] = []
        self._worker: Any = None

    def submit(self, fn: Callable, /, *args: Any, **kwargs: Any) -> Future:
        if self._shutdown:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = Future()
        self._futures = [f for f in self._futures if not f._done()]
        self._futures.append(future)
        tool, tool_args, tool_kwargs = unwrap(fn, args, kwargs)
        if scheduler.calls.is_tool(tool):
            self._begin(future, tool, tool_args, tool_kwargs)
        else:
            if self._worker is None:
                # Never started: it is who the functions find themselves to be, with values of its own.
                self._worker = threading.Thread(name=f"{self._name}_0", daemon=True)
            future._unit = Unit(
                f"a function given to {self._name}", lambda: self._run(future, fn, args, kwargs), self._worker
            )
            scheduler.add(future._unit)
        return future

    @staticmethod
    def _begin(future: Future, tool: Any, args: tuple, kwargs: dict) -> None:
        def done(value: Any, error: BaseException | None) -> None:
            if not future._done():
                future._set(value, error)

        future._state = _RUNNING
        try:
            scheduler.calls.begin(tool, args, kwargs, done)
        except Exception as error:
            done(None, error)

    def _run(self, future: Future, fn: Callable, args: tuple, kwargs: dict) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            if self._initializer is not None:
                initializer, self._initializer = self._initializer, None
                initializer(*self._initargs)
            result = fn(*args, **kwargs)
        except ptc_scheduling.Abandoned as waiting:
            future.set_exception(ptc_scheduling.DeadlockError(scheduler.deadlock(str(waiting))))
        except BaseException as error:
            future.set_exception(error)
            if not isinstance(error, (Exception, SystemExit)):
                raise
        else:
            future.set_result(result)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._shutdown = True
        futures, self._futures = self._futures, []
        if cancel_futures:
            for future in futures:
                future.cancel()
        if wait:
            for future in futures:
                scheduler.wait_until(future._done, None, "the functions of an executor", future._unit)


class ProcessPoolExecutor(ThreadPoolExecutor):
    """There are no processes either: the functions run here."""

    def __init__(
        self,
        max_workers: int | None = None,
        mp_context: Any = None,
        initializer: Callable | None = None,
        initargs: tuple = (),
        **_: Any,
    ) -> None:
        super().__init__(max_workers, "ProcessPoolExecutor", initializer, initargs)


DoneAndNotDoneFutures = collections.namedtuple("DoneAndNotDoneFutures", "done not_done")


def _enough(futures: Iterable[Future], return_when: str) -> bool:
    done = [f for f in futures if f._done()]
    if return_when == FIRST_COMPLETED:
        return bool(done)
    if return_when == FIRST_EXCEPTION and any(not f.cancelled() and f._exception is not None for f in done):
        return True
    return len(done) == len(futures)


def wait(fs: Iterable[Future], timeout: float | None = None, return_when: str = ALL_COMPLETED) -> DoneAndNotDoneFutures:
    futures = set(fs)
    scheduler.wait_until(lambda: _enough(futures, return_when), timeout, "futures")
    done = {f for f in futures if f._done()}
    return DoneAndNotDoneFutures(done, futures - done)


def as_completed(fs: Iterable[Future], timeout: float | None = None) -> Iterator[Future]:
    by = None if timeout is None else time.monotonic() + timeout
    pending = list(dict.fromkeys(fs))
    total = len(pending)
    while pending:
        left = None if by is None else by - time.monotonic()
        if not scheduler.wait_until(lambda waited=pending: any(f._done() for f in waited), left, "futures"):
            raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
        done = [f for f in pending if f._done()]
        pending = [f for f in pending if not f._done()]
        yield from done


def install() -> None:
    package = types.ModuleType("concurrent")
    package.__path__ = []
    futures = types.ModuleType("concurrent.futures", __doc__)
    futures.__path__ = []
    package.futures = futures
    names = (
        "FIRST_COMPLETED FIRST_EXCEPTION ALL_COMPLETED CancelledError InvalidStateError BrokenExecutor Future "
        "Executor ThreadPoolExecutor ProcessPoolExecutor wait as_completed"
    ).split()
    for name in names:
        setattr(futures, name, globals()[name])
        if isinstance(globals()[name], type):
            globals()[name].__module__ = "concurrent.futures"
    futures.TimeoutError = TimeoutError
    futures.__all__ = [*names, "TimeoutError"]
    base, thread, process = (types.ModuleType(f"concurrent.futures.{n}") for n in ("_base", "thread", "process"))
    for name in [*futures.__all__, "Error", "DoneAndNotDoneFutures"]:
        value = futures.__dict__.get(name) or globals()[name]
        setattr(base, name, value)
    base.PENDING, base.RUNNING, base.CANCELLED, base.FINISHED = _PENDING, _RUNNING, _CANCELLED, _FINISHED
    thread.ThreadPoolExecutor, thread.BrokenThreadPool = ThreadPoolExecutor, BrokenExecutor
    process.ProcessPoolExecutor, process.BrokenProcessPool = ProcessPoolExecutor, BrokenExecutor
    futures._base, futures.thread, futures.process = base, thread, process
    for module in (package, futures, base, thread, process):
        sys.modules[module.__name__] = module
