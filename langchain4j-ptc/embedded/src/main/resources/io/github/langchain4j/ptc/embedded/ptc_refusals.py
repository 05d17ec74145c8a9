"""Says at once, and in words, what cannot work here: processes, the network, packages that are not there."""

from __future__ import annotations

import errno
import importlib.abc
import os
import sys
import types
from typing import Any, Callable, NoReturn

import ptc_futures

_TOOLS = "call the tools that the program was given"

_PACKAGES = {
    "numpy": "use lists with sum(), the modules statistics and math, or fractions and decimal",
    "pandas": "use lists of dicts, csv, collections.defaultdict and itertools.groupby, and statistics",
    "polars": "use lists of dicts, csv, collections.defaultdict and itertools.groupby, and statistics",
    "scipy": "use the modules statistics and math",
    "sklearn": "use the modules statistics and math",
    "sympy": "use fractions, decimal and math",
    "matplotlib": "print the numbers, or write them to a CSV file",
    "seaborn": "print the numbers, or write them to a CSV file",
    "plotly": "print the numbers, or write them to a CSV file",
    "requests": f"there is no network; {_TOOLS}",
    "httpx": f"there is no network; {_TOOLS}",
    "aiohttp": f"there is no network; {_TOOLS}",
    "urllib3": f"there is no network; {_TOOLS}",
    "boto3": f"there is no network; {_TOOLS}",
    "openai": f"there is no network; {_TOOLS}",
    "anthropic": f"there is no network; {_TOOLS}",
    "ssl": f"there is no network; {_TOOLS}",
    "_ssl": f"there is no network; {_TOOLS}",
    "sqlite3": "use dicts and lists, or CSV files",
    "sqlalchemy": "use dicts and lists, or CSV files",
    "yaml": "use json",
    "openpyxl": "use csv",
    "xlsxwriter": "use csv",
    "bs4": "use html.parser or re",
    "lxml": "use xml.etree.ElementTree",
    "tabulate": "use f-strings or textwrap",
    "pytz": "use zoneinfo",
    "pydantic": "use dataclasses",
    "tqdm": "just loop",
    "rich": "use print and f-strings",
    "ctypes": "native code cannot run here",
    "_ctypes": "native code cannot run here",
    "cffi": "native code cannot run here",
    "unittest": "use assert",
    "pytest": "use assert",
    "doctest": "use assert",
    "tkinter": "there is no screen; use print",
    "pip": "packages cannot be installed here; only the standard library is there",
    "nest_asyncio": "not needed: asyncio.run works everywhere here",
}


class _Packages(importlib.abc.MetaPathFinder):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        advice = _PACKAGES.get(name)
        if advice is not None:
            raise ModuleNotFoundError(f"No module named {name!r} in this sandbox: {advice}", name=name)
        return


def _refuse(what: str, advice: str) -> Callable[..., NoReturn]:
    def refused(*_: Any, **__: Any) -> NoReturn:
        raise OSError(errno.ENOTSUP, f"{what} in this sandbox; {advice}")

    return refused


def _subprocess() -> types.ModuleType:
    module = types.ModuleType("subprocess", "There are no processes here: everything in this module says so.")
    refused = _refuse("there are no processes", f"{_TOOLS}, or do it in Python")

    class SubprocessError(Exception):
        pass

    class CalledProcessError(SubprocessError):
        pass

    class TimeoutExpired(SubprocessError):
        pass

    class CompletedProcess:
        pass

    class Popen:
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            refused()

    module.PIPE, module.STDOUT, module.DEVNULL = -1, -2, -3
    for cls in (SubprocessError, CalledProcessError, TimeoutExpired, CompletedProcess, Popen):
        setattr(module, cls.__name__, cls)
    for name in ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput"):
        setattr(module, name, refused)
    return module


class _Pool:
    """multiprocessing.Pool: the functions run here, one after the other; calls of tools overlap."""

    def __init__(self, processes: int | None = None, initializer: Any = None, initargs: tuple = (), *_: Any) -> None:
        self._executor = ptc_futures.ThreadPoolExecutor(None, "Pool", initializer, initargs)

    def map(self, func: Callable, iterable: Any, chunksize: Any = None) -> list:
        return list(self._executor.map(func, iterable))

    def imap(self, func: Callable, iterable: Any, chunksize: Any = None) -> Any:
        return self._executor.map(func, iterable)

    imap_unordered = imap

    def starmap(self, func: Callable, iterable: Any, chunksize: Any = None) -> list:
        return [f.result() for f in [self._executor.submit(func, *args) for args in iterable]]

    def apply(self, func: Callable, args: tuple = (), kwds: dict | None = None) -> Any:
        return self._executor.submit(func, *args, **(kwds or {})).result()

    def apply_async(
        self,
        func: Callable,
        args: tuple = (),
        kwds: dict | None = None,
        callback: Any = None,
        error_callback: Any = None,
    ) -> _Result:
        return _Result([self._executor.submit(func, *args, **(kwds or {}))], lambda r: r[0], callback, error_callback)

    def map_async(
        self, func: Callable, iterable: Any, chunksize: Any = None, callback: Any = None, error_callback: Any = None
    ) -> _Result:
        return _Result([self._executor.submit(func, x) for x in iterable], list, callback, error_callback)

    def starmap_async(
        self, func: Callable, iterable: Any, chunksize: Any = None, callback: Any = None, error_callback: Any = None
    ) -> _Result:
        return _Result([self._executor.submit(func, *x) for x in iterable], list, callback, error_callback)

    def close(self) -> None:
        pass

    def terminate(self) -> None:
        self._executor.shutdown(wait=False, cancel_futures=True)

    def join(self) -> None:
        self._executor.shutdown()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: Any) -> None:
        self.terminate()


class _Result:
    """What the asynchronous methods of a pool return."""

    def __init__(self, futures: list, shape: Callable, callback: Any, error_callback: Any) -> None:
        self._futures = futures
        self._shape = shape
        self._callback, self._error_callback = callback, error_callback
        self._left = len(futures)
        for future in futures:
            future.add_done_callback(self._one)

    def _one(self, _: Any) -> None:
        self._left -= 1
        if self._left:
            return
        errors = [f._exception for f in self._futures if f._exception is not None]
        if errors and self._error_callback is not None:
            self._error_callback(errors[0])
        elif not errors and self._callback is not None:
            self._callback(self._shape([f._result for f in self._futures]))

    def ready(self) -> bool:
        return all(f.done() for f in self._futures)

    def successful(self) -> bool:
        if not self.ready():
            raise ValueError("the results are not ready")
        return all(f._exception is None for f in self._futures)

    def wait(self, timeout: float | None = None) -> None:
        ptc_futures.wait(self._futures, timeout)

    def get(self, timeout: float | None = None) -> Any:
        self.wait(timeout)
        return self._shape([f.result(0) for f in self._futures])


def _multiprocessing() -> list[types.ModuleType]:
    import queue
    import threading

    module = types.ModuleType("multiprocessing", "There are no processes here; pools run their functions in place.")
    module.__path__ = []
    pool = types.ModuleType("multiprocessing.pool")
    pool.Pool = pool.ThreadPool = module.Pool = _Pool
    pool.AsyncResult = _Result
    module.cpu_count = lambda: 1
    module.current_process = threading.current_thread
    module.TimeoutError = TimeoutError
    module.freeze_support = lambda: None
    module.set_start_method = lambda *_, **__: None
    refused = _refuse("there are no processes", "use multiprocessing.Pool, concurrent.futures or asyncio.gather")
    for name in (
        "Process",
        "Queue",
        "SimpleQueue",
        "JoinableQueue",
        "Pipe",
        "Manager",
        "Value",
        "Array",
        "Lock",
        "RLock",
        "Event",
        "Condition",
        "Semaphore",
        "BoundedSemaphore",
        "Barrier",
        "get_context",
    ):
        setattr(module, name, refused)
    dummy = types.ModuleType("multiprocessing.dummy", "Threads with the names of multiprocessing.")
    dummy.Pool, dummy.Process = _Pool, threading.Thread
    dummy.Queue, dummy.Lock, dummy.Event = queue.Queue, threading.Lock, threading.Event
    module.pool, module.dummy = pool, dummy
    return [module, pool, dummy]


def _network() -> None:
    import socket

    refused = _refuse("there is no network", _TOOLS)

    class NoSocket(socket.socket):
        def __init__(self, *_: Any, **__: Any) -> None:
            refused()

        def __del__(self) -> None:
            pass

    NoSocket.__name__ = NoSocket.__qualname__ = "socket"
    NoSocket.__module__ = "socket"
    socket.socket = socket.SocketType = NoSocket
    for name in (
        "create_connection",
        "create_server",
        "socketpair",
        "fromfd",
        "getaddrinfo",
        "gethostbyname",
        "gethostbyaddr",
        "getnameinfo",
    ):
        setattr(socket, name, refused)


def install_early() -> None:
    """What asyncio needs when it is imported."""
    sys.modules["subprocess"] = _subprocess()


def install() -> None:
    for module in _multiprocessing():
        sys.modules[module.__name__] = module
    _network()
    refused = _refuse("there are no processes", f"{_TOOLS}, or do it in Python")
    for name in ("system", "popen"):
        if not hasattr(os, name):
            setattr(os, name, refused)
    sys.meta_path.append(_Packages())
