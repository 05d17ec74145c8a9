"""The first process of a sandbox container: ends everything when the host is gone, whatever a program does.

The host sends this file as the first frame, the runner as the second, and as the third what it has of the runner as
compiled by a Python like this one, which may be nothing. The runner, and with it all programs, lives in a child
process. This process runs nothing of a program: it passes on what the host sends, and ends when that stream ends, when
the child ends, or when the container's time is over; the kernel then ends all that is left in the container.

A program has the same user as this process, so it could reach the host's stream through /proc or stop this process, if
that were allowed: the process makes itself undumpable, which closes /proc/1 to everybody in the container, and the
container's seccomp profile forbids the rest. Signals from inside reach the first process only if it handles them.
"""

from __future__ import annotations

import marshal
import os
import select
import signal
import sys
import time
from importlib._bootstrap_external import MAGIC_NUMBER  # type: ignore[import-not-found]
from typing import Any, NoReturn

HOST = 0
COMPILED = 200  # type of the frame that brings the host the compiled runner
MAX_WAITING = 16 << 20  # bytes for a child that does not read
STALL_SECONDS = 60  # that long such a child may go on without reading: no ordinary program does
PR_SET_DUMPABLE = 4
PR_GET_DUMPABLE = 3
OOM_SCORES = ("/proc/self/oom_score_adj", b"1000")
OOM_COUNTS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


def leave(reason: str) -> NoReturn:
    """Ends the container and tells the host why."""
    try:
        os.write(2, reason.encode())
    finally:
        os._exit(1)


def read_exactly(count: int) -> bytes:
    data = b""
    while len(data) < count:
        part = os.read(HOST, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def read_frame() -> bytes:
    header = read_exactly(5)
    return header + read_exactly(int.from_bytes(header[:4], "big"))


def write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def become_runner(reading_end: int, writing_end: int) -> None:
    """In the child: what the host sends comes from the parent."""
    os.dup2(reading_end, HOST)
    os.close(reading_end)
    os.close(writing_end)
    try:
        with open(OOM_SCORES[0], "wb") as score:  # a container without memory must lose the program, not its guard
            score.write(OOM_SCORES[1])
    except OSError:
        pass
    if not has_network():
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio would load it, which takes long
        import asyncio  # noqa: F401

        del sys.modules["ssl"]
    source, known = read_frame()[5:], read_frame()[5:]
    exec(runner_code(source, known), {"__name__": "__ptc_runner__", "__source__": source})


def has_network() -> bool:
    try:
        return os.listdir("/sys/class/net") != ["lo"]
    except OSError:
        return True


def runner_code(source: bytes, known: bytes) -> Any:
    """The runner's code: compiled before, or now, and then the host is told for the containers that come later."""
    if known.startswith(MAGIC_NUMBER):
        return marshal.loads(known[len(MAGIC_NUMBER) :])
    code = compile(source, "<runner>", "exec")
    payload = MAGIC_NUMBER + marshal.dumps(code)
    message = len(payload).to_bytes(4, "big") + bytes((COMPILED,)) + payload
    write_all(1, message)
    return code


def close_to_programs() -> None:
    try:
        import ctypes

        prctl = ctypes.CDLL(None).prctl
    except (ImportError, OSError, AttributeError) as error:
        leave(f"the image's Python has no usable ctypes, which the sandbox needs to protect itself: {error}")
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    if prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0:
        leave("the sandbox cannot protect its first process: prctl(PR_SET_DUMPABLE) has no effect here")


def out_of_memory() -> bool:
    for path in OOM_COUNTS:
        try:
            with open(path) as counts:
                for line in counts:
                    if line.startswith("oom_kill ") and line.split()[1] != "0":
                        return True
        except OSError:
            continue
    return False


def watch_children(child: int) -> None:
    """Buries every process of the container, and the container with the runner."""

    def bury(*_: Any) -> None:
        while True:
            try:
                dead, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if dead == 0:
                return
            if dead == child:
                if os.WIFSIGNALED(status):
                    cause = "out of memory" if out_of_memory() else "not by the sandbox"
                    leave(f"the interpreter was ended by signal {os.WTERMSIG(status)} ({cause})")
                if os.WEXITSTATUS(status) != 0:
                    leave(f"the interpreter ended with exit code {os.WEXITSTATUS(status)}")
                os._exit(0)

    signal.signal(signal.SIGCHLD, bury)
    bury()  # it may have ended already


class Relay:
    """Passes on what the host sends, without ever waiting for the child."""

    def __init__(self, target: int, lifetime: float) -> None:
        self._target = target
        self._end = time.monotonic() + lifetime
        self._lifetime = lifetime
        self._waiting = bytearray()
        self._progress = time.monotonic()
        self._poll = select.poll()
        os.set_blocking(target, False)

    def run(self) -> NoReturn:
        self._poll.register(HOST, select.POLLIN)
        while True:
            for descriptor, event in self._poll.poll(self._timeout()):
                if descriptor == self._target:
                    self._pass_on(b"")
                elif event & select.POLLIN:
                    self._pass_on(self._read())
                else:
                    os._exit(0)  # the host is gone
            self._check_time()

    @staticmethod
    def _read() -> bytes:
        data = os.read(HOST, 1 << 18)
        if not data:
            os._exit(0)  # the host is gone
        return data

    def _pass_on(self, data: bytes) -> None:
        was_waiting, was_full = bool(self._waiting), len(self._waiting) >= MAX_WAITING
        self._waiting += data
        try:
            sent = os.write(self._target, self._waiting)
            del self._waiting[:sent]
            self._progress = time.monotonic()
        except BlockingIOError:
            pass
        except OSError:
            leave("the program closed the connection to the host")
        if bool(self._waiting) != was_waiting:
            if self._waiting:
                self._progress = time.monotonic()
                self._poll.register(self._target, select.POLLOUT)
            else:
                self._poll.unregister(self._target)
        if (len(self._waiting) >= MAX_WAITING) != was_full:
            self._poll.modify(HOST, 0 if not was_full else select.POLLIN)

    def _timeout(self) -> float:
        left = self._end - time.monotonic()
        if self._waiting:
            left = min(left, STALL_SECONDS)
        return max(0.0, left * 1000)

    def _check_time(self) -> None:
        now = time.monotonic()
        if now >= self._end:
            leave(f"the container has reached its maximum lifetime of {self._lifetime:g} seconds")
        if len(self._waiting) >= MAX_WAITING and now - self._progress >= STALL_SECONDS:
            leave(f"the program has read nothing of what the host sent for {STALL_SECONDS} seconds")


def main() -> None:
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        become_runner(reading_end, writing_end)
        return
    os.close(reading_end)
    os.close(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))  # the engine stops the container
    watch_children(child)
    # No program comes before the rest of the stream is passed on: until then there is time to close the door.
    write_all(writing_end, read_frame() + read_frame())
    close_to_programs()
    Relay(writing_end, float(sys.argv[1])).run()


main()
