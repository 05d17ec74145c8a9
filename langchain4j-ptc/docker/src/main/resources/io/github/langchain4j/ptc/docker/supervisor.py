"""The first process of a sandbox container: ends everything when the host is gone, whatever a program does.

The host sends this file as the first frame and the runner as the second. The runner, and with it all programs, lives in
a child process. This process runs nothing of a program: it passes on what the host sends, and ends when that stream
ends, when the child ends, or when the container's time is over; the kernel then ends all that is left in the container.

A program has the same user as this process, so it could reach the host's stream through /proc or stop this process, if
that were allowed: the process makes itself undumpable, which closes /proc/1 to everybody in the container, and the
container's seccomp profile forbids the rest. A signal from inside reaches the first process only if it handles it, so
it handles none: a second thread waits for children, and the engine ends the container with SIGKILL.
"""

from __future__ import annotations

import _thread
import os
import select
import signal
import sys
import time
from typing import NoReturn

HOST = 0
MAX_POLL_SECONDS = 3600  # poll takes no more than some weeks
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
    source = read_frame()[5:]
    exec(compile(source, "<runner>", "exec"), {"__name__": "__ptc_runner__", "__source__": source})


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
        left = min(self._end - time.monotonic(), MAX_POLL_SECONDS)
        if self._waiting:
            left = min(left, STALL_SECONDS)
        return max(0.0, left * 1000)

    def _check_time(self) -> None:
        now = time.monotonic()
        if now >= self._end:
            leave(f"the container has reached its maximum lifetime of {self._lifetime:g} seconds")
        if len(self._waiting) >= MAX_WAITING and now - self._progress >= STALL_SECONDS:
            leave(f"the program has read nothing of what the host sent for {STALL_SECONDS} seconds")


def guard(child: int, writing_end: int) -> NoReturn:
    """In the parent: nothing of a program runs here."""
    os.close(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _thread.start_new_thread(bury, (child,))
    runner = read_frame()
    # No program comes before the rest of the stream is passed on: until then there is time to close the door.
    while runner:
        runner = runner[os.write(writing_end, runner) :]
    close_to_programs()
    Relay(writing_end, float(sys.argv[1])).run()


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
