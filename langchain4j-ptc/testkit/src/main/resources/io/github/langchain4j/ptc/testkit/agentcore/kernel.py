"""The Python of one session of the emulator: executes code in one namespace, under a running event loop.

Reads requests from its standard input and writes responses to its standard output, each with four bytes of length
before it, both moved out of the way of the code. When its input ends, because the host was killed, it deletes the
folder that it was given.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import ctypes
import glob
import inspect
import io
import json
import os
import shutil
import signal
import sys
import threading
import time
import traceback
from typing import Any

MAX_DEPTH = 100


def read(source: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = os.read(source, size - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def write(target: int, data: bytes) -> None:
    while data:
        data = data[os.write(target, data) :]


def end_threads() -> None:
    """Ends the threads that code has left, as a service may do between two requests."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.ident is not None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))


def children() -> list[int]:
    """The processes below this one, as far as the system tells."""
    found: list[int] = []
    for path in glob.glob("/proc/self/task/*/children"):
        with contextlib.suppress(OSError), open(path) as file:
            found += map(int, file.read().split())
    return found


def leave(folder: str) -> None:
    """Ends all that code has started, deletes the folder, and ends."""
    for _ in range(MAX_DEPTH):
        below = children()  # after the first time those that have lost their parents
        if not below:
            break
        for child in below:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


async def execute(code: str, names: dict[str, Any]) -> None:
    compiled = compile(code, "<cell>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    result = eval(compiled, names)
    if inspect.isawaitable(result):
        await result


async def handle(request: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    if request["clear"]:
        names.clear()
        names["__name__"] = "__main__"
    out, err = io.StringIO(), io.StringIO()
    began = time.monotonic()
    exit_code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            await execute(request["code"], names)
        except BaseException:
            exit_code = 1
            traceback.print_exc()
    if request["endThreads"]:
        end_threads()
    seconds = time.monotonic() - began
    return {"stdout": out.getvalue(), "stderr": err.getvalue(), "exitCode": exit_code, "executionTime": seconds}


async def serve(source: int, target: int) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        while True:
            request = json.loads(read(source, int.from_bytes(read(source, 4), "big")))
            response = json.dumps(await handle(request, names)).encode()
            write(target, len(response).to_bytes(4, "big") + response)
    except (EOFError, OSError):
        leave(sys.argv[1])


def main() -> None:
    source, target = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    sys.stdin = open(os.devnull)  # noqa: SIM115
    try:
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # orphans of programs become its children, and end with it
    except (AttributeError, OSError):
        pass  # not on Linux
    asyncio.run(serve(source, target))


if __name__ == "__main__":
    main()
