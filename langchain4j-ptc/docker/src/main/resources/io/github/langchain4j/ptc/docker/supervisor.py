"""The first process of a sandbox container: ends everything when the host is gone, whatever a program does.

The host sends this file as the first frame, the runner as the second, and as the third what it has of the runner as
compiled by a Python like this one, which may be nothing. The runner, and with it all programs, lives in a child
process. This process runs nothing of a program: it passes on what the host sends, and ends when that stream ends, when
the child ends, or when the container's time is over; the kernel then ends all that is left in the container.

A program has the same user as this process, so it could reach the host's stream through /proc or stop this process, if
that were allowed: the process makes itself undumpable, which closes /proc/1 to everybody in the container, and the
container's seccomp profile forbids the rest. A signal from inside reaches the first process only if it handles it, so
it handles none: other threads wait for children and for the end of the container's time, and the engine ends the
container with SIGKILL.
"""

from __future__ import annotations

import _thread
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
READ_BYTES = 1 << 16  # what a pipe holds; for more, memory would be mapped anew each time
MAX_WAITING = 16 << 20  # bytes for a child that does not read
STALL_SECONDS = 60  # that long such a child may go on without reading: no ordinary program does
LAST_WORDS_SECONDS = 1  # that long the host may take to hear why the container ends
PR_SET_DUMPABLE = 4
PR_GET_DUMPABLE = 3
OOM_SCORES = ("/proc/self/oom_score_adj", b"1000")
OOM_COUNTS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


def leave(reason: str) -> NoReturn:
    """Ends the container and tells the host why, unless nobody listens and the program has filled the way there."""
    told = _thread.allocate_lock()
    told.acquire()

    def tell() -> None:
        try:
            os.write(2, reason.encode())
        finally:
            told.release()

    try:
        _thread.start_new_thread(tell, ())
        told.acquire(timeout=LAST_WORDS_SECONDS)
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


def bury(child: int) -> NoReturn:
    """Waits for every process of the container that has no other parent, and ends the container with the runner."""
    try:
        dead = 0
        while dead != child:
            dead, status = os.waitpid(-1, 0)
        if os.WIFSIGNALED(status):
            cause = "out of memory" if out_of_memory() else "not by the sandbox"
            leave(f"the interpreter was ended by signal {os.WTERMSIG(status)} ({cause})")
        if os.WEXITSTATUS(status) != 0:
            leave(f"the interpreter ended with exit code {os.WEXITSTATUS(status)}")
        os._exit(0)
    finally:
        os._exit(1)


def end_with_time(lifetime: float) -> NoReturn:
    try:
        time.sleep(lifetime)
        leave(f"the container has reached its maximum lifetime of {lifetime:g} seconds")
    finally:
        os._exit(1)


class Relay:
    """Passes on what the host sends, without ever waiting for the child."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._waiting = bytearray()
        os.set_blocking(target, False)

    def run(self) -> NoReturn:
        while True:
            self._waiting += self._read()
            self._write()
            if self._waiting:
                self._catch_up()

    @staticmethod
    def _read() -> bytes:
        data = os.read(HOST, READ_BYTES)
        if not data:
            os._exit(0)  # the host is gone
        return data

    def _write(self) -> bool:
        try:
            sent = os.write(self._target, self._waiting)
        except BlockingIOError:
            return False
        except OSError:
            leave("the program closed the connection to the host")
        del self._waiting[:sent]
        return True

    def _catch_up(self) -> None:
        """The child reads slower than the host sends, or not at all."""
        progress = time.monotonic()
        poll = select.poll()
        poll.register(self._target, select.POLLOUT)
        while self._waiting:
            full = len(self._waiting) >= MAX_WAITING
            poll.register(HOST, 0 if full else select.POLLIN)
            ready = dict(poll.poll(STALL_SECONDS * 1000))
            if self._target in ready and self._write():
                progress = time.monotonic()
            if ready.get(HOST, 0) & select.POLLIN:
                self._waiting += self._read()
            elif HOST in ready:
                os._exit(0)  # the host is gone
            if full and time.monotonic() - progress >= STALL_SECONDS:
                leave(f"the program has read nothing of what the host sent for {STALL_SECONDS} seconds")


def guard(child: int, writing_end: int) -> NoReturn:
    """In the parent: nothing of a program runs here."""
    os.close(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _thread.start_new_thread(bury, (child,))
    _thread.start_new_thread(end_with_time, (float(sys.argv[1]),))
    # No program comes before the rest of the stream is passed on: until then there is time to close the door.
    write_all(writing_end, read_frame() + read_frame())
    close_to_programs()
    Relay(writing_end).run()


def main() -> None:
    reading_end, writing_end = os.pipe()
    child = os.fork()
    if child == 0:
        become_runner(reading_end, writing_end)
        return
    os.close(reading_end)
    try:
        guard(child, writing_end)
    except BaseException as error:
        leave(f"the container's first process failed: {error!r}")


main()
