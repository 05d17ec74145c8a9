"""The runner: runs the model's programs inside a sandbox and carries their tool calls to the host.

One file, standard library only, Python 3.9 or newer. The host sends it into the interpreter (see docs/protocol.md), so
an interpreter needs nothing installed. It is structured in sections:

    errors · values · transport · port (calls in flight) · tools · event loop · output · files · program · session

Whatever a program does to this process is between it and the sandbox: the host trusts nothing that comes from here. The
care taken here is for ordinary programs: what they print cannot disturb the protocol, what they leave behind does not
surprise the next one.

Between two programs of a session:

    kept   global variables, imported modules, files, environment variables, sys.path, the state of random, locale
    reset  sys.stdin/stdout/stderr, builtins, tools, working folder, recursion limit, warning filters, trace and profile
           functions, signal handlers, the event loop of the main thread, asyncio's own functions, garbage collection
    ended  pending tasks, asynchronous generators; a thread or process that goes on ends the session
"""

from __future__ import annotations

import _thread
import ast
import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.tasks
import base64
import builtins
import codecs
import collections
import collections.abc
import datetime
import decimal
import difflib
import enum
import gc
import heapq
import io
import itertools
import json
import linecache
import math
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
import uuid
import warnings
from typing import Any, Callable, Dict, Iterator, List, NoReturn, Optional, Tuple

PROTOCOL = 1
FRAME_JSON = 0
FRAME_CHUNK = 1
HEADER_BYTES = 5
CHUNK_BYTES = 64 * 1024
ENVELOPE_BYTES = 1024  # of a call beside its arguments

# Programs may replace any of these; the runner goes on with what it knew at the start.
_monotonic = time.monotonic
_getframe = sys._getframe
_get_ident = threading.get_ident
_running_loop = asyncio.events._get_running_loop
_builtins = dict(vars(builtins))


# --- errors ---------------------------------------------------------------------------------------------------------


class ToolError(Exception):
    """A tool failed. ``type`` is the kind of failure, ``message`` what the tool said."""

    def __init__(self, message: str = "", type: str = "ToolError") -> None:
        super().__init__(message)
        self.message = message
        self.type = type

    def __str__(self) -> str:
        return self.message if self.type == "ToolError" else f"{self.type}: {self.message}"

    def __reduce__(self) -> Any:
        return (_builtins["RuntimeError"], (str(self),))


class ToolLimitError(ToolError):
    """The program made as many tool calls as it may."""


class OutputLimit(BaseException):
    """The program printed as much as it may. No Exception: a program that prints in a handler must end, too."""


class DeadlockError(RuntimeError):
    """The program waits for something that can never happen."""


class ProgramReturn(BaseException):
    """Carries the value of a ``return`` outside of a function."""

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value = value


for _error in (ToolError, ToolLimitError, OutputLimit, DeadlockError):
    _error.__module__ = "builtins"  # so that tracebacks name them plainly


# --- values ---------------------------------------------------------------------------------------------------------

MAX_DEPTH = 60
MAX_INT_BITS = 13_000  # some 3,900 digits; the host takes 5,000
DECIMAL_KEY = "\0decimal"


class Record(dict):
    """An object that a tool returned: a dict whose fields can also be read as attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            pass
        hint = "" if name.startswith("_") else did_you_mean(name, self)
        raise AttributeError(f"the record has no field {name!r}{hint}; it has {', '.join(map(str, self)) or 'none'}")

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __copy__(self) -> Record:
        return Record(self)

    def __deepcopy__(self, memo: Any) -> Record:
        import copy

        return Record({key: copy.deepcopy(value, memo) for key, value in self.items()})

    def __reduce__(self) -> Any:
        return (dict, (dict(self),))


def did_you_mean(word: str, known: Any) -> str:
    close = difflib.get_close_matches(word, [name for name in known if isinstance(name, str)], 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _record(fields: Dict[str, Any]) -> Any:
    if len(fields) == 1 and DECIMAL_KEY in fields:
        return decimal.Decimal(fields[DECIMAL_KEY])
    return Record(fields)


_decode_json = json.JSONDecoder(object_hook=_record).decode
_encode_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode

_VIEWS = (
    range,
    collections.deque,
    type({}.keys()),
    type({}.values()),
    type(x for x in ()),
    map,
    filter,
    zip,
)


def plain(value: Any, path: str, depth: int = 0) -> Any:
    """What can be sent to a tool of a Python value: dict, list, str, int, float, bool, None.

    Raises TypeError or ValueError that says where in the arguments (``path``) something cannot be sent.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        if value.bit_length() > MAX_INT_BITS:
            raise ValueError(f"{path} is an integer of {value.bit_length()} bits, which is too large for a tool")
        return value
    if kind is float:
        if not math.isfinite(value):
            raise TypeError(f"{path} is {value!r}, which no tool can take; pass a finite number or None")
        return value
    if depth > MAX_DEPTH:
        raise ValueError(f"{path} is nested more than {MAX_DEPTH} levels deep, or contains itself")
    if isinstance(value, collections.abc.Mapping):
        return _plain_dict(value, path, depth)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain_dict(value._asdict(), path, depth)
    if isinstance(value, (list, tuple, set, frozenset)) or isinstance(value, _VIEWS):
        return [plain(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value)]
    return _plain_object(value, path, depth)


def _plain_dict(value: Any, path: str, depth: int) -> Dict[str, Any]:
    result = {}
    for key, item in value.items():
        if isinstance(key, enum.Enum):
            key = key.value
        if not isinstance(key, str):
            raise TypeError(f"{path} has the key {key!r} of type {type(key).__name__}; keys must be str")
        result[str(key)] = plain(item, f"{path}[{key!r}]", depth + 1)
    return result


def _plain_object(value: Any, path: str, depth: int) -> Any:
    if isinstance(value, ToolCall):
        raise TypeError(f"{path} is a call that was not awaited: write {value._advice()}")
    if isinstance(value, enum.Enum):
        return plain(value.value, path, depth + 1)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return iso_duration(value)
    if isinstance(value, decimal.Decimal):
        return _plain_decimal(value, path)
    if isinstance(value, (uuid.UUID, pathlib.PurePath)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    for base in (str, bool, int, float):
        if isinstance(value, base):
            return plain(base(value), path, depth + 1)
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: plain(getattr(value, name), f"{path}.{name}", depth + 1) for name in fields}
    for convert in ("item", "tolist"):  # numpy scalars and arrays, pandas series
        if hasattr(type(value), "dtype") and hasattr(value, convert):
            try:
                return plain(getattr(value, convert)(), path, depth + 1)
            except ValueError as error:
                if convert == "tolist":
                    raise ValueError(f"{path}: {error}") from None
    raise TypeError(
        f"{path} is a {type(value).__name__}, which cannot be sent to a tool; pass dict, list, str, int, float, bool or None"
    )


def _plain_decimal(value: decimal.Decimal, path: str) -> Any:
    if not value.is_finite():
        raise TypeError(f"{path} is {value}, which no tool can take; pass a finite number or None")
    if value == value.to_integral_value() and abs(value.adjusted()) < 300:
        return int(value)
    return plain(float(value), path)


def iso_duration(value: datetime.timedelta) -> str:
    """A duration in ISO-8601, such as PT26H3.5S."""
    sign = "-" if value < datetime.timedelta(0) else ""
    value = abs(value)
    hours, seconds = divmod(value.days * 86_400 + value.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    parts = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or fraction or not parts:
        parts += f"{seconds}{fraction}S"
    return f"{sign}PT{parts}"


def encode_arguments(tool: str, arguments: Dict[str, Any]) -> bytes:
    """The arguments of a call as JSON. Raises TypeError or ValueError that names tool and argument."""
    try:
        checked = {name: plain(value, f"argument {name!r} of {tool}") for name, value in arguments.items()}
    except RecursionError:
        raise ValueError(f"an argument of {tool} is nested too deeply, or contains itself") from None
    try:
        return _encode_json(checked).encode("utf-8")
    except UnicodeEncodeError:
        for name, value in checked.items():
            try:
                _encode_json(value).encode("utf-8")
            except UnicodeEncodeError:
                raise TypeError(
                    f"argument {name!r} of {tool} contains half of a surrogate pair, which is no valid Unicode"
                ) from None
        raise


def is_json(value: Any, depth: int = 0) -> bool:
    """Whether JSON can hold a value without changing it (tuples aside)."""
    kind = type(value)
    if kind in (str, bool, int) or value is None:
        return True
    if kind is float:
        return math.isfinite(value)
    if depth > MAX_DEPTH:
        return False
    if kind in (dict, Record):
        return all(type(key) is str and is_json(item, depth + 1) for key, item in value.items())
    return kind in (list, tuple) and all(is_json(item, depth + 1) for item in value)


def text_of(value: Any) -> str:
    """Text as valid Unicode: half surrogate pairs become question marks."""
    return value.encode("utf-8", "replace").decode("utf-8")


def message(message_type: str, **fields: Any) -> bytes:
    """A message of the protocol as a frame."""
    return frame(FRAME_JSON, _encode_json({"t": message_type, **fields}).encode("utf-8", "replace"))


def frame(kind: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(4, "big") + bytes((kind,)) + payload


# --- transport ------------------------------------------------------------------------------------------------------


class FrameBuffer:
    """Cuts bytes, in whatever pieces they come, into frames."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Tuple[int, bytes]]:
        self._bytes += data
        while len(self._bytes) >= HEADER_BYTES:
            end = HEADER_BYTES + int.from_bytes(self._bytes[:4], "big")
            if len(self._bytes) < end:
                return
            kind, payload = self._bytes[4], bytes(self._bytes[HEADER_BYTES:end])
            del self._bytes[:end]
            yield kind, payload


class Transport:
    """Moves bytes between runner and host.

    A threaded transport is received from by a thread of its own, another one by whoever waits: a blocking tool call, or
    the event loop when it has nothing to do.
    """

    threaded = False

    def send(self, data: bytes, wait: bool = True) -> bool:
        """Sends whole frames. Without ``wait`` it may keep a part for the next time; whether all are on their way."""
        raise NotImplementedError

    def receive(self, timeout: Optional[float]) -> Optional[bytes]:
        """Waits for bytes: None after ``timeout`` seconds, empty when the host is gone."""
        raise NotImplementedError

    def forked(self) -> None:
        """This is a forked child now: it must not touch the host's connection."""


class DescriptorTransport(Transport):
    """Standard input and output, moved out of the way of programs.

    Descriptor 0 becomes empty; what is written to 1 and 2 by any means (os.write, subprocesses) is captured.
    """

    threaded = True

    def __init__(self) -> None:
        import select

        self._wait_writable = select.select
        self._poll = select.poll()
        self._in = _moved(0)
        self._out = _moved(1)
        os.set_blocking(self._out, False)
        self._diagnostics = _moved(2)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        os.close(null)
        self.captured = {_captured(1): 1, _captured(2): 2}
        self._poll.register(self._in, select.POLLIN)
        for descriptor in self.captured:
            self._poll.register(descriptor, select.POLLIN)
        self._main = _get_ident()
        self._rest = b""
        # A signal handler of the program that raises must not tear a frame apart.
        self._mask = getattr(signal, "pthread_sigmask", None)
        self._signals = signal.valid_signals() if self._mask else ()

    def send(self, data: bytes, wait: bool = True) -> bool:
        masked = self._mask(signal.SIG_BLOCK, self._signals) if self._mask and _get_ident() == self._main else None
        data = self._rest + data
        sent = 0
        write, descriptor = os.write, self._out
        try:
            while sent < len(data):
                try:
                    sent += write(descriptor, data[sent:] if sent else data)
                except BlockingIOError:
                    if not wait:
                        break
                    self._wait_writable((), (descriptor,), ())
        except OSError:
            os._exit(0)  # the host is gone
        finally:
            self._rest = data[sent:]
            if masked is not None:
                self._mask(signal.SIG_SETMASK, masked)
        return not self._rest

    def ready(self, timeout: Optional[float]) -> List[int]:
        """Descriptors with something to read: the host's, or one of ``captured``."""
        return [fd for fd, _ in self._poll.poll(None if timeout is None else max(0, timeout * 1000))]

    def diagnose(self, text: str) -> None:
        """Tells the operator, on the standard error that programs do not reach."""
        os.write(self._diagnostics, text.encode("utf-8", "replace"))

    def is_host(self, descriptor: int) -> bool:
        return descriptor == self._in

    def receive(self, timeout: Optional[float] = None) -> Optional[bytes]:
        try:
            return os.read(self._in, 1 << 18)
        except OSError:
            return b""

    def forked(self) -> None:
        for descriptor in (self._in, self._out, self._diagnostics, *self.captured):
            try:
                os.close(descriptor)
            except OSError:
                pass


def _moved(descriptor: int) -> int:
    """A copy of a descriptor, far away from those that programs see and closed in processes that they start."""
    try:
        import fcntl

        return fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 200)
    except (ImportError, OSError):
        return os.dup(descriptor)


def _captured(descriptor: int) -> int:
    """Makes a descriptor the end of a pipe and returns the other end."""
    read, write = os.pipe()
    os.dup2(write, descriptor)
    os.close(write)
    moved = _moved(read)
    os.close(read)
    os.set_blocking(moved, False)
    return moved


# --- port: calls in flight ------------------------------------------------------------------------------------------


class PendingCall:
    """A call on its way: answered once, to a thread that blocks or to a future of an event loop."""

    __slots__ = ("id", "tool", "value", "error", "done", "_lock", "_loop", "_future")

    def __init__(self, number: int, tool: str) -> None:
        self.id = number
        self.tool = tool
        self.value: Any = None
        self.error: Optional[BaseException] = None
        self.done = False
        self._lock: Any = None
        self._loop: Any = None
        self._future: Any = None

    def block_on_lock(self) -> Any:
        self._lock = lock = _thread.allocate_lock()
        lock.acquire()
        return lock

    def tell(self, loop: Any, future: Any) -> None:
        self._loop, self._future = loop, future

    def deliver(self, value: Any, error: Optional[BaseException], same_thread: bool) -> None:
        self.value, self.error, self.done = value, error, True
        if self._lock is not None:
            self._lock.release()
        if self._future is not None:
            if same_thread:
                self._resolve()
            else:
                try:
                    self._loop.call_soon_threadsafe(self._resolve)
                except RuntimeError:
                    pass  # that loop is closed: nobody waits

    def _resolve(self) -> None:
        future = self._future
        if not future.done():
            if self.error is not None:
                future.set_exception(self.error)
            else:
                future.set_result(self.value)

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


class Port:
    """The runner's side of the connection: frames out in order, answers in to whoever waits for them."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.threaded = transport.threaded
        self.program = 0  # number of the running program; 0 between programs
        self._starting = False  # a program has come that does not run yet
        self.wake_at: Optional[float] = None  # when the session's event loop goes on by itself, while it waits
        self.max_arguments = 1 << 20  # bytes of one call; agreed in the setup
        self.last_value: Any = None
        self.forked = False
        self._frames = FrameBuffer()
        self._jobs: Any = collections.deque()
        self._job_ready = _thread.allocate_lock()
        self._job_ready.acquire()
        self._out: Any = collections.deque()
        self._out_lock = _thread.RLock()
        self._writing = False
        self._unsent = False  # the transport keeps a part of a frame
        self._calls_lock = _thread.RLock()  # never held while sending
        self._calls: Dict[int, PendingCall] = {}
        self._held: Any = collections.deque()
        self._last_id = 0
        self._made = 0
        self._max_calls = 0
        self._max_in_flight = 1
        self._main = _get_ident()
        self._idle_told = False
        self._recheck = 0.0  # next look at threads that may be waiting; 0: no need
        self._recheck_pause = 0.0
        self.suspended = False
        self._suspended_at = 0.0
        self._frozen = 0.0
        self._resumed: Any = None
        self.output: Any = None

    # Frames out

    def put(self, data: bytes) -> None:
        """Queues a frame; it leaves with the next flush."""
        self._out.append(data)

    def flush(self, wait: bool = True) -> None:
        """Sends what is queued. The reading thread never waits here: while it waits, the host could not write either."""
        if not self._out and not self._unsent:
            return
        if not self._out_lock.acquire(wait):
            return  # another thread is sending
        try:
            if self._writing:
                return  # this thread is writing already (a finalizer, a signal handler): the outer call goes on
            self._writing = True
            try:
                while self._out or self._unsent:
                    parts = []
                    while self._out:
                        parts.append(self._out.popleft())
                    self._unsent = not self.transport.send(b"".join(parts), wait)
                    if self._unsent and not wait:
                        return
            finally:
                self._writing = False
        finally:
            self._out_lock.release()

    # Calls

    def begin_program(self, number: int, max_calls: int, max_in_flight: int) -> None:
        self._calls.clear()
        self._held.clear()
        self._last_id = 0
        self._made = 0
        self._max_calls, self._max_in_flight = max_calls, max_in_flight
        self._idle_told = False
        self.last_value = None
        self.program = number
        self._starting = False

    def end_program(self) -> None:
        with self._calls_lock:
            self._held.clear()
            self.abandon(list(self._calls.values()))
        self._recheck = 0.0
        self.last_value = None

    def call(self, tool: str, arguments: bytes) -> PendingCall:
        """Makes a call; its frame leaves with the next flush."""
        if not self.program:
            raise RuntimeError(f"{tool} was called after its program had ended")
        if self.forked:
            raise RuntimeError(f"{tool} was called in a child process; call tools in the program's own process")
        with self._calls_lock:
            if self._made >= self._max_calls:
                raise ToolLimitError(
                    f"the program has made {self._max_calls} tool calls, the most it may make", "ToolLimitError"
                )
            self._made += 1
            self._last_id += 1
            call = PendingCall(self._last_id, tool)
            self._idle_told = False
            if len(self._calls) >= self._max_in_flight:
                self._held.append((call, arguments))
            else:
                self._send_call(call, arguments)
        return call

    def _send_call(self, call: PendingCall, arguments: bytes) -> None:
        self._calls[call.id] = call
        self.output.emit()
        payload = b'{"t":"call","n":%d,"id":%d,"tool":%s,"args":%s}' % (
            self.program,
            call.id,
            _encode_json(call.tool).encode("utf-8"),
            arguments,
        )
        self._out.append(frame(FRAME_JSON, payload))

    def _send_held(self) -> None:
        while self._held and len(self._calls) < self._max_in_flight:
            call, arguments = self._held.popleft()
            if not call.done:
                self._send_call(call, arguments)

    def wait(self, call: PendingCall) -> Any:
        """Blocks the calling thread until a call is answered."""
        try:
            if self.threaded:
                lock = call.block_on_lock()
                if not call.done:
                    self.rest(None)
                    lock.acquire()
            else:
                while not call.done:
                    self.rest(None)
                    self.pump(None)
        except BaseException:  # a signal handler of the program raised
            self.abandon([call])
            raise
        if call.error is not None:
            raise call.error
        self.last_value = call.value
        return call.value

    def abandon(self, calls: List[PendingCall]) -> None:
        """Nobody waits for these calls any more."""
        with self._calls_lock:
            ids = []
            for call in calls:
                call.done = True
                if self._calls.pop(call.id, None) is not None:
                    ids.append(call.id)
            if ids and self.program:
                self.put(message("abandon", n=self.program, ids=ids))
                self._send_held()

    # Idle

    def rest(self, wake_after: Optional[float]) -> None:
        """Called by a thread that has nothing to do until an answer comes or a timer fires."""
        self.output.emit()
        if self._calls and not self._idle_told:
            if self._others_wait():
                self._tell_idle(wake_after)
            else:
                self._look_soon()
        self.flush()

    def _look_soon(self) -> None:
        """Lets the reading thread find out whether the program is idle, where no thread can tell it for all."""
        if self.threaded:
            self._recheck_pause = 0.005
            self._recheck = _monotonic() + self._recheck_pause

    def call_from_other_loop(self) -> None:
        """A call left from an event loop of a thread of the program: nobody tells when that loop rests."""
        self.flush()
        self._look_soon()

    def woke(self) -> None:
        """A timer may have fired: what was said about being idle no longer holds."""
        self._idle_told = False

    def _tell_idle(self, wake_after: Optional[float]) -> None:
        self._idle_told = True
        if wake_after is None:
            self.put(message("idle", n=self.program))
        else:
            self.put(message("idle", n=self.program, wakeAfter=round(max(wake_after, 0.0), 6)))

    def _others_wait(self) -> bool:
        """Whether no other thread seems to run: exact without other threads, else a guess from where they are."""
        if not self.threaded:
            return True
        own = _get_ident()
        reader = self.reader_thread
        for thread, top in sys._current_frames().items():
            if thread != own and thread != reader and not is_waiting(top):
                return False
        return True

    reader_thread = 0

    # Frames in

    def start_reader(self) -> None:
        started = _thread.allocate_lock()
        started.acquire()

        def read() -> None:
            self.reader_thread = _get_ident()
            started.release()
            self._read()

        _thread.start_new_thread(read, ())
        started.acquire()

    def _read(self) -> None:
        transport: Any = self.transport
        while True:
            ready = transport.ready(self._reading_timeout())
            for descriptor in ready:
                if transport.is_host(descriptor):
                    self._take(transport.receive())
                else:
                    self.output.capture(descriptor, transport.captured[descriptor])
            if self._recheck and _monotonic() >= self._recheck:
                self._look_again()
            if not ready and self.program:
                self.output.emit()
            self.flush(wait=False)

    def _reading_timeout(self) -> Optional[float]:
        """How long the reading thread may wait before it looks after threads, prints and frames that are left."""
        if self._out or self._unsent:
            return 0.01
        if not self.program:
            return 0.01 if self._starting else None
        if self.suspended:
            return None
        if self._recheck:
            return min(0.1, self._recheck - _monotonic())
        return 0.1  # also when idle: a timer or another thread may make the program print

    def _look_again(self) -> None:
        self._recheck = 0.0  # first: a thread that makes a call meanwhile sets it again
        if self._idle_told or not self._calls:
            return
        if self._others_wait():
            wake_at = self.wake_at
            self._tell_idle(None if wake_at is None else wake_at - self.time())
        else:
            self._recheck_pause = min(0.1, self._recheck_pause * 2)
            self._recheck = _monotonic() + self._recheck_pause

    def pump(self, timeout: Optional[float]) -> bool:
        """Receives once, where no thread does; whether anything came. Stays while the host has suspended the program."""
        data = self.transport.receive(timeout)
        if data is None:
            return False
        self._take(data)
        while self.suspended:
            self._take(self.transport.receive(None))
        return True

    def _take(self, data: Optional[bytes]) -> None:
        if not data:
            os._exit(0)  # the host is gone
        for kind, payload in self._frames.feed(data):
            if kind == FRAME_CHUNK:
                self._add_job(("chunk", payload))
                continue
            text = payload.decode("utf-8")
            fields = _decode_json(text)
            name = fields["t"]
            if name == "answer":
                self._answer(fields)
            elif name == "suspend" or name == "resume":
                if fields["n"] == self.program:
                    self._suspend(name == "suspend")
            elif name == "quit":
                os._exit(0)
            else:
                self._add_job((name, fields))

    def _answer(self, fields: Dict[str, Any]) -> None:
        if fields["n"] != self.program:
            return
        with self._calls_lock:
            call = self._calls.pop(fields["id"], None)
            if call is None:
                return  # late
            self._idle_told = False
            if self._held:
                self._send_held()
        failure = fields.get("error")
        error = ToolError(failure["message"], failure["type"]) if failure else None
        call.deliver(fields.get("value"), error, not self.threaded)
        if self._calls and len(threading._active) > 1:  # type: ignore[attr-defined]
            self._look_soon()

    def _add_job(self, job: Any) -> None:
        self._starting = self._starting or job[0] == "run"
        self._jobs.append(job)
        if self.threaded:
            try:
                self._job_ready.release()
            except RuntimeError:
                pass  # already released: the main thread will see all jobs

    def next_job(self) -> Any:
        """Waits for the next thing to do between programs."""
        while not self._jobs:
            if self.threaded:
                self._job_ready.acquire()
            else:
                self.pump(None)
        return self._jobs.popleft()

    # Suspension

    def _suspend(self, suspend: bool) -> None:
        if suspend and not self.suspended:
            self._suspended_at = _monotonic()
            self._resumed = _thread.allocate_lock()
            self._resumed.acquire()
            self.suspended = True
        elif not suspend and self.suspended:
            self._frozen += _monotonic() - self._suspended_at
            self.suspended = False
            self._resumed.release()

    def time(self) -> float:
        """A monotonic clock that stands still while the host suspends the program."""
        return (self._suspended_at if self.suspended else _monotonic()) - self._frozen

    def await_resumed(self) -> None:
        while self.suspended:
            lock = self._resumed
            lock.acquire()
            lock.release()

    def after_fork(self) -> None:
        self.forked = True
        self._out.clear()
        self.transport.forked()


_WAITING_FILES = ("threading.py", "queue.py", "selectors.py", "concurrent/futures/thread.py", "<runner>")


def is_waiting(top: Any) -> bool:
    """Whether a thread whose innermost Python frame this is probably waits for another one."""
    name = top.f_code.co_filename
    return name.endswith(_WAITING_FILES)


# --- tools ----------------------------------------------------------------------------------------------------------


_keys = itertools.count()


class ToolCall(collections.abc.Coroutine):
    """A call that waits to be awaited. A coroutine in every respect; any other use of it says "await it"."""

    def __init__(self, tool: Tool, arguments: bytes, line: Tuple[str, int]) -> None:
        self._tool = tool
        self._arguments = arguments
        self._coroutine: Any = None
        self._key = next(_keys)
        tool._unawaited[self._key] = (tool.__name__, line)

    def _begun(self) -> Any:
        if self._coroutine is None:
            self._tool._unawaited.pop(self._key, None)
            self._coroutine = self._tool._awaited(self._arguments)
        return self._coroutine

    def __await__(self) -> Any:
        return self._begun().__await__()

    def send(self, value: Any) -> Any:
        return self._begun().send(value)

    def throw(self, *exception: Any) -> Any:
        return self._begun().throw(*exception)

    def close(self) -> None:
        self._begun().close()

    def _advice(self) -> str:
        return f"`await {self._tool.__name__}(...)`"

    def __repr__(self) -> str:
        return f"<call of {self._tool.__name__}, not awaited>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_", "cr_", "gi_")):
            raise AttributeError(name)
        raise AttributeError(f"the call of {self._tool.__name__} was not awaited: write {self._advice()} before .{name}")

    __hash__ = object.__hash__


def _refuse(operation: str) -> Callable[..., NoReturn]:
    def refuse(self: ToolCall, *_: Any) -> NoReturn:
        raise TypeError(f"the call of {self._tool.__name__} was not awaited: write {self._advice()}")

    refuse.__name__ = operation
    return refuse


for _operation in (
    "str format bool len iter reversed contains getitem setitem delitem call enter exit eq ne lt le gt ge "
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow and rand or ror xor rxor "
    "neg pos abs int float index round aiter aenter aexit"
).split():
    setattr(ToolCall, f"__{_operation}__", _refuse(f"__{_operation}__"))


class Tool:
    """A tool as programs see it: a function that blocks, or returns a coroutine where an event loop runs."""

    def __init__(self, description: Dict[str, Any], port: Port, unawaited: Dict[int, Tuple[str, Tuple[str, int]]]) -> None:
        self.__name__ = self.__qualname__ = description["name"]
        self.__doc__ = description["doc"]
        self.__module__ = "tools"
        self._signature = description["signature"]
        self._names = tuple(parameter["name"] for parameter in description["params"])
        self._known = frozenset(self._names)
        self._required = frozenset(p["name"] for p in description["params"] if p["required"])
        self._port = port
        self._unawaited = unawaited

    def __call__(self, *positional: Any, **named: Any) -> Any:
        arguments = self._bind(positional, named)
        if _running_loop() is None:
            return self._port.wait(self._port.call(self.__name__, arguments))
        caller = _getframe(1)
        return ToolCall(self, arguments, (caller.f_code.co_filename, caller.f_lineno))

    def begin(self, *positional: Any, **named: Any) -> PendingCall:
        """Makes the call without waiting for it; for stand-ins of threads."""
        call = self._port.call(self.__name__, self._bind(positional, named))
        self._port.flush()
        return call

    def _bind(self, positional: Tuple[Any, ...], named: Dict[str, Any]) -> bytes:
        if positional:
            named = self._bind_positional(positional, named)
        if not (named.keys() <= self._known and self._required <= named.keys()):
            self._refuse(named)
        arguments = encode_arguments(self.__name__, named)
        if len(arguments) > self._port.max_arguments:
            raise ValueError(
                f"the arguments of {self.__name__} have {len(arguments)} bytes, at most {self._port.max_arguments} can be "
                "sent; pass less, or in several calls"
            )
        return arguments

    def _bind_positional(self, positional: Tuple[Any, ...], named: Dict[str, Any]) -> Dict[str, Any]:
        first = positional[0]
        if len(positional) == 1 and not named and isinstance(first, dict) and self._is_whole(first):
            return dict(first)
        if len(positional) > len(self._names):
            raise TypeError(f"{self.__name__} takes {len(self._names)} arguments but got {len(positional)}: {self._signature}")
        bound = dict(zip(self._names, positional))
        twice = bound.keys() & named.keys()
        if twice:
            raise TypeError(f"{self.__name__} got argument {sorted(twice)[0]!r} twice: {self._signature}")
        bound.update(named)
        return bound

    def _is_whole(self, arguments: Dict[Any, Any]) -> bool:
        """Whether a single dict is all the arguments, as some models pass them."""
        return bool(arguments) and arguments.keys() <= self._known and self._required <= arguments.keys()

    def _refuse(self, named: Dict[str, Any]) -> NoReturn:
        unknown = [name for name in named if name not in self._known]
        if unknown:
            hint = did_you_mean(unknown[0], self._known)
            raise TypeError(f"{self.__name__} has no parameter {unknown[0]!r}{hint}: {self._signature}")
        missing = [name for name in self._names if name in self._required and name not in named]
        raise TypeError(f"{self.__name__} needs argument {', '.join(map(repr, missing))}: {self._signature}")

    async def _awaited(self, arguments: bytes) -> Any:
        loop = asyncio.get_running_loop()
        future = loop.create_future()
        pending = self._port.call(self.__name__, arguments)
        pending.tell(loop, future)
        if pending.done:
            return pending.result()
        if not isinstance(loop, SessionLoopMixin):
            self._port.call_from_other_loop()
        try:
            return await future
        finally:
            if not pending.done:
                self._port.abandon([pending])

    @property
    def __signature__(self) -> Any:
        import inspect

        parameters = [
            inspect.Parameter(
                name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if name in self._required else None,
            )
            for name in self._names
        ]
        return inspect.Signature(parameters)

    def __repr__(self) -> str:
        return f"<tool {self._signature}>"


# --- event loop -----------------------------------------------------------------------------------------------------


class SessionLoopMixin:
    """The one event loop of a session: tells the host when it is idle, stands still while suspended, can be nested."""

    _port: Port
    _selector: Any
    _scheduled: Any
    _ready: Any
    _clock_resolution: float
    _stopping: bool
    _timer_cancelled_count: int

    def __init__(self, port: Port) -> None:
        self._port = port
        self._thread = _get_ident()
        self._roots: List[Any] = []
        self._deadlock: Optional[str] = None
        super().__init__()  # type: ignore[call-arg]

    def time(self) -> float:
        return self._port.time()

    def close(self) -> None:
        """Programs close loops that they think are theirs; this one lives as long as the session."""

    def forget_callbacks(self) -> None:
        """Between programs: no timer of one fires in the next."""
        for handle in (*self._scheduled, *self._ready):
            handle.cancel()

    def _run_once(self) -> None:
        # The standard method, but one that another may run inside of: handles are taken until none is left.
        self._drop_cancelled()
        scheduled, ready = self._scheduled, self._ready
        if ready or self._stopping:
            timeout = 0.0
        elif scheduled:
            timeout = max(0.0, scheduled[0]._when - self.time())
        else:
            timeout = None
        self._process_events(self._selector.select(timeout))  # type: ignore[attr-defined]
        due = self.time() + self._clock_resolution
        while scheduled and scheduled[0]._when < due:
            timer = heapq.heappop(scheduled)
            timer._scheduled = False
            ready.append(timer)
        for _ in range(len(ready)):
            if not ready:
                break
            handle = ready.popleft()
            if not handle._cancelled:
                handle._run()

    def _drop_cancelled(self) -> None:
        scheduled = self._scheduled
        if self._timer_cancelled_count > 100 and self._timer_cancelled_count * 2 > len(scheduled):
            for timer in scheduled:
                timer._scheduled = not timer._cancelled
            scheduled[:] = [timer for timer in scheduled if not timer._cancelled]
            heapq.heapify(scheduled)
            self._timer_cancelled_count = 0
        while scheduled and scheduled[0]._cancelled:
            heapq.heappop(scheduled)._scheduled = False
            self._timer_cancelled_count = max(0, self._timer_cancelled_count - 1)

    def run_until_complete(self, future: Any) -> Any:
        nested = _running_loop() is not None
        if nested and _running_loop() is not self:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        own = not asyncio.isfuture(future)
        future = asyncio.ensure_future(future, loop=self)  # type: ignore[arg-type]
        self._roots.append(future)
        try:
            if not nested:
                return self._run_outermost(future, own)
            if own and hasattr(future, "_log_destroy_pending"):
                future._log_destroy_pending = False
            return self._run_nested(future)
        except asyncio.CancelledError as cancelled:
            if self._deadlock is None:
                raise
            error = DeadlockError(self._deadlock)
            self._deadlock = None
            raise error.with_traceback(cancelled.__traceback__) from None
        finally:
            self._roots.remove(future)

    def _run_outermost(self, future: Any, own: bool) -> Any:
        try:
            return super().run_until_complete(future)  # type: ignore[misc]
        except BaseException:
            if own and future.done() and not future.cancelled():
                future.exception()  # is known: it must not be complained of in a later program
            raise

    def _run_nested(self, future: Any) -> Any:
        current = asyncio.current_task(self)  # type: ignore[arg-type]
        if current is not None:
            asyncio.tasks._leave_task(self, current)  # type: ignore[attr-defined]
        try:
            while not future.done() and not self._stopping:
                self._run_once()
        finally:
            if current is not None:
                asyncio.tasks._enter_task(self, current)  # type: ignore[attr-defined]
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def deadlocked(self) -> None:
        """Nothing can ever happen again: the innermost thing that the program runs is told."""
        text = "deadlock: the program waits for something that nothing in it can bring about"
        root = self._roots[-1] if self._roots else None
        if root is None or root.done() or self._deadlock is not None:
            raise DeadlockError(text)
        self._deadlock = text
        root.cancel()

    def default_exception_handler(self, context: Dict[str, Any]) -> None:
        if not self._port.program:
            return  # of tasks that were ended with their program
        super().default_exception_handler(context)  # type: ignore[misc]


class WatchedSelector:
    """A selector that tells when its loop has nothing to do; answers come through a thread."""

    def __init__(self, selector: Any) -> None:
        self._selector = selector
        self.loop: Any = None
        self.port: Any = None

    def select(self, timeout: Optional[float] = None) -> Any:
        port = self.port
        if timeout is not None and timeout <= 0:
            port.flush()
            return self._selector.select(timeout)
        if timeout is None and not port._calls and self._alone():
            port.flush()
            self.loop.deadlocked()
            return []
        port.wake_at = None if timeout is None else port.time() + timeout
        port.rest(timeout)
        events = self._selector.select(timeout)
        port.wake_at = None
        if port.suspended:
            port.await_resumed()
        if timeout is not None:
            port.woke()
        return events

    def _alone(self) -> bool:
        """Whether no thread, process or connection could wake the loop."""
        if len(self._selector.get_map()) > 1:  # one is the loop's own
            return False
        if len(sys._current_frames()) > 2:  # this thread and the reader
            return False
        return not has_children()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._selector, name)


class PumpSelector:
    """The selector of a loop without threads and sockets: to wait is to receive."""

    POLL_EVERY = 16  # a loop that never rests looks for answers so often

    def __init__(self, port: Port) -> None:
        self._port = port
        self.loop: Any = None
        self._skipped = 0

    def select(self, timeout: Optional[float] = None) -> List[Any]:
        port = self._port
        if timeout is not None and timeout <= 0:
            self._skipped += 1
            if port._calls and self._skipped >= self.POLL_EVERY:
                self._skipped = 0
                port.flush()
                port.pump(0.0)
            return []
        self._skipped = 0
        if timeout is None and not port._calls:
            port.flush()
            self.loop.deadlocked()
            return []
        port.rest(timeout)
        if port._calls:
            port.pump(timeout)
        else:
            time_sleep(timeout)
        if timeout is not None:
            port.woke()
        return []

    def close(self) -> None:
        pass


time_sleep = time.sleep


def new_session_loop(port: Port) -> Any:
    if not port.threaded:

        class InlineLoop(SessionLoopMixin, asyncio.base_events.BaseEventLoop):
            def __init__(self) -> None:
                super().__init__(port)
                self._selector = PumpSelector(port)
                self._selector.loop = self

            def _process_events(self, event_list: Any) -> None:
                pass

            def _write_to_self(self) -> None:
                pass

        return InlineLoop()

    class ThreadedLoop(SessionLoopMixin, asyncio.SelectorEventLoop):
        def __init__(self) -> None:
            super().__init__(port)
            watched = WatchedSelector(self._selector)
            watched.loop, watched.port = self, port
            self._selector = watched

    return ThreadedLoop()


class LoopFunctions:
    """asyncio's functions that start loops, in a form that works where a loop is running already."""

    def __init__(self, loop: Any, port: Port) -> None:
        self._loop = loop
        self._port = port
        self._thread = _get_ident()
        self._original_run = asyncio.run
        self._original_new = asyncio.new_event_loop
        self._original_get = asyncio.get_event_loop
        self._originals = {name: getattr(asyncio, name) for name in ("sleep", "gather", "create_task", "wait_for", "wait")}
        self._runner = self._runner_class(getattr(asyncio, "Runner", None))

    def _here(self) -> bool:
        return _get_ident() == self._thread and not self._port.forked

    def install(self) -> None:
        for name, function in self._originals.items():
            setattr(asyncio, name, function)
        asyncio.run = self.run
        asyncio.new_event_loop = asyncio.events.new_event_loop = self.new_event_loop
        asyncio.get_event_loop = asyncio.events.get_event_loop = self.get_event_loop
        if self._runner is not None:
            asyncio.Runner = self._runner  # type: ignore[misc]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asyncio.set_event_loop(self._loop)

    def run(self, main: Any, *, debug: Optional[bool] = None, **options: Any) -> Any:
        """asyncio.run, which can also be called where an event loop runs."""
        if not self._here():
            return self._original_run(main, debug=debug, **options)
        if not asyncio.iscoroutine(main):
            if main is self._port.last_value:
                return main  # asyncio.run(tool(...)) without a running loop: the call has blocked and is done
            if not isinstance(main, collections.abc.Awaitable):
                raise ValueError(f"a coroutine was expected, got {main!r}")
            main = _await(main)
        before = asyncio.all_tasks(self._loop)
        try:
            return self._loop.run_until_complete(main)
        finally:
            self._end([task for task in asyncio.all_tasks(self._loop) if task not in before])

    def _end(self, tasks: List[Any]) -> None:
        if tasks:
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.wait_for(_settle(tasks), 5))

    def new_event_loop(self) -> Any:
        return self._loop if self._here() else self._original_new()

    def get_event_loop(self) -> Any:
        return _running_loop() or (self._loop if self._here() else self._original_get())

    def _runner_class(self, original: Any) -> Any:
        if original is None:
            return None
        functions = self

        class Runner:
            """asyncio.Runner on the session's event loop."""

            def __new__(cls, *args: Any, **kwargs: Any) -> Any:
                return object.__new__(cls) if functions._here() else original(*args, **kwargs)

            def __init__(self, *, debug: Optional[bool] = None, loop_factory: Any = None) -> None:
                pass

            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: Any) -> None:
                pass

            def close(self) -> None:
                pass

            def get_loop(self) -> Any:
                return functions._loop

            def run(self, coro: Any, *, context: Any = None) -> Any:
                return functions._loop.run_until_complete(coro)

        return Runner


async def _await(awaitable: Any) -> Any:
    return await awaitable


async def _settle(tasks: List[Any]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


def has_children() -> bool:
    """Whether this process has started others that go on."""
    if not hasattr(os, "waitid"):
        return False
    try:
        return os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
    except (ChildProcessError, OSError):
        return False


# --- output ---------------------------------------------------------------------------------------------------------


class Output:
    """Everything that a program prints, by whatever means, on its way to the host in the order of printing."""

    BATCH = 8 * 1024  # characters that are collected before they leave
    LARGEST = 64 * 1024  # bytes of text in one message

    def __init__(self, port: Port) -> None:
        self._port = port
        self._lock = _thread.RLock()  # never held while sending
        self._parts: List[Tuple[int, str]] = []
        self._size = 0
        self._left = 0
        self._limit = 0
        self._decoders: Dict[int, Any] = {}
        self.direct = False  # in a forked child, which has no connection

    def begin(self, limit: int) -> None:
        self._limit = self._left = limit
        self.over = False  # also known when the exception was caught, or ended only a thread

    def limit_message(self) -> str:
        return f"the program printed more than {self._limit} bytes, the most it may print"

    def write(self, stream: int, text: str) -> None:
        """Prints. Raises OutputLimit when the program has printed all that it may."""
        if self.direct:
            os.write(stream, text.encode("utf-8", "replace"))
            return
        over = self._add(stream, text)
        if self._size >= self.BATCH:
            self.emit()
            self._port.flush()
        if over:
            raise OutputLimit(self.limit_message())

    def _add(self, stream: int, text: str) -> bool:
        data = text.encode("utf-8", "replace")
        with self._lock:
            if not self._port.program:
                return False
            over = len(data) > self._left
            if over:
                self.over = True
                data = data[: self._left]
            self._left -= len(data)
            text = data.decode("utf-8", "ignore")
            if text:
                self._parts.append((stream, text))
                self._size += len(text)
        return over

    def emit(self) -> None:
        """Queues what was printed; it leaves with the next flush."""
        if not self._parts:
            return
        with self._lock:
            parts, self._parts, self._size = self._parts, [], 0
            for stream, group in itertools.groupby(parts, lambda part: part[0]):
                self._put(stream, "".join(text for _, text in group))

    def _put(self, stream: int, text: str) -> None:
        step = self.LARGEST // 4  # a character has at most four bytes
        for start in range(0, len(text), step):
            self._port.put(message("out", n=self._port.program, s=stream, text=text[start : start + step]))

    def capture(self, descriptor: int, stream: int) -> None:
        """Takes what was written to a real descriptor."""
        with self._lock:
            while True:
                try:
                    data = os.read(descriptor, 1 << 16)
                except BlockingIOError:
                    return
                if not data:
                    return
                self.raw(stream, data)

    def raw(self, stream: int, data: bytes) -> None:
        """Takes bytes that were written to a stream."""
        decoder = self._decoders.get(stream)
        if decoder is None:
            decoder = self._decoders[stream] = codecs.getincrementaldecoder("utf-8")("replace")
        self._add(stream, decoder.decode(data))
        if self._size >= self.BATCH:
            self.emit()

    def drain(self) -> None:
        """Takes all that has been written to real descriptors so far."""
        for descriptor, stream in getattr(self._port.transport, "captured", {}).items():
            self.capture(descriptor, stream)
        self._decoders.clear()

    def after_fork(self) -> None:
        self._lock = _thread.RLock()
        self._parts, self._size, self.direct = [], 0, True


class ProgramStream(io.TextIOBase):
    """sys.stdout or sys.stderr of programs."""

    encoding = "utf-8"
    errors = "replace"
    newlines = None
    line_buffering = False
    write_through = False

    def __init__(self, output: Output, number: int) -> None:
        self._output = output
        self._number = number
        self.name = "<stdout>" if number == 1 else "<stderr>"
        self.mode = "w"
        self.buffer = ProgramBytes(output, number)

    def write(self, text: Any) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._output.write(self._number, text)
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        pass  # what is printed leaves by itself: with the next call, by time or by size

    def close(self) -> None:
        pass  # programs close what they do not own

    def reconfigure(self, **_: Any) -> None:
        pass


class ProgramBytes(io.BufferedIOBase):
    """sys.stdout.buffer of programs."""

    def __init__(self, output: Output, number: int) -> None:
        self._output = output
        self._number = number
        self.raw = self

    def write(self, data: Any) -> int:
        data = bytes(data)
        self._output.write(self._number, data.decode("utf-8", "replace"))
        return len(data)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def flush(self) -> None:
        pass

    def close(self) -> None:
        pass


NO_INPUT = "there is nobody to type: a program gets its data from tools and files, not from input() or sys.stdin"


class NoInput(io.TextIOBase):
    """sys.stdin of programs: empty, and says so."""

    encoding = "utf-8"
    name = "<stdin>"
    mode = "r"

    def readable(self) -> bool:
        return True

    def read(self, size: Any = -1) -> NoReturn:
        raise EOFError(NO_INPUT)

    readline = read

    def __next__(self) -> NoReturn:
        raise EOFError(NO_INPUT)

    def fileno(self) -> int:
        return 0

    def close(self) -> None:
        pass


def _no_input(prompt: object = "") -> NoReturn:
    raise EOFError(NO_INPUT)


# --- files ----------------------------------------------------------------------------------------------------------

OUTPUT_FOLDER = "output"


class SessionFiles:
    """The working folder of a session: what the host put there, and the output folder that it gets back."""

    def __init__(self, folder: Optional[str], port: Port) -> None:
        self._port = port
        self.folder = folder or tempfile.mkdtemp(prefix="ptc-")
        self._output = os.path.join(self.folder, OUTPUT_FOLDER)
        self._incoming: Dict[int, Tuple[str, int, Any]] = {}
        self._before: Dict[str, Tuple[int, int, int]] = {}
        self._streams = 0

    def enter(self) -> None:
        """Makes the folders, if a program removed them, and goes there."""
        os.makedirs(self._output, exist_ok=True)
        os.chdir(self.folder)

    # Into the session

    def begin_file(self, fields: Dict[str, Any]) -> None:
        stream, size = fields["stream"], fields["size"]
        path = os.path.join(self.folder, *fields["path"].split("/"))
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            if os.path.islink(path):
                os.unlink(path)
            target = open(path, "wb")
        except OSError as error:
            self._incoming[stream] = ("", size, None)
            self._filed(stream, str(error))
            return
        self._incoming[stream] = (path, size, target)
        self._complete(stream)

    def chunk(self, payload: bytes) -> None:
        stream = int.from_bytes(payload[:4], "big")
        path, left, target = self._incoming[stream]
        self._incoming[stream] = (path, left - (len(payload) - 4), target)
        if target is not None:
            try:
                target.write(payload[4:])
            except OSError as error:
                self._fail(stream, error)
        self._complete(stream)

    def _fail(self, stream: int, error: OSError) -> None:
        path, left, target = self._incoming[stream]
        self._incoming[stream] = (path, left, None)
        try:
            target.close()
        except OSError:
            pass  # what could not be written cannot be flushed
        try:
            os.unlink(path)
        except OSError:
            pass
        self._filed(stream, str(error))

    def _complete(self, stream: int) -> None:
        path, left, target = self._incoming[stream]
        if left > 0:
            return
        if target is not None:
            try:
                target.close()
            except OSError as error:
                self._fail(stream, error)
            else:
                self._filed(stream, None)
        del self._incoming[stream]

    def _filed(self, stream: int, error: Optional[str]) -> None:
        fields = {} if error is None else {"error": error}
        self._port.put(message("filed", stream=stream, **fields))
        self._port.flush()

    # Out of the session

    def remember(self) -> None:
        self._before = {path: stamp for path, _, stamp in self._found()}

    def _found(self) -> Iterator[Tuple[str, str, Tuple[int, int, int]]]:
        """Regular files of the output folder: name in it, path, and what changes when the content does."""
        for folder, _, names in os.walk(self._output):
            for name in sorted(names):
                path = os.path.join(folder, name)
                try:
                    status = os.lstat(path)
                except OSError:
                    continue
                if (status.st_mode & 0o170000) == 0o100000:
                    relative = os.path.relpath(path, self._output).replace(os.sep, "/")
                    yield relative, path, (status.st_mtime_ns, status.st_size, status.st_ino)

    def send(self, max_files: int, max_bytes: int) -> List[str]:
        """Sends files that are new or changed; returns warnings about those that cannot be sent."""
        warned = []
        for relative, path, stamp in self._found():
            if self._before.get(relative) == stamp:
                continue
            if max_files <= 0:
                warned.append("more files are in the output folder than are handed over; some were left out")
                break
            problem = self._send(relative, path, max_bytes)
            if isinstance(problem, str):
                warned.append(problem)
            else:
                max_files -= 1
                max_bytes -= problem
        return warned

    def _send(self, relative: str, path: str, room: int) -> Any:
        if len(relative) > 255 or any(c < " " or c in "\\:\x7f" for c in relative) or text_of(relative) != relative:
            return f"the file {relative!r} was left out: its name has characters that do not work everywhere"
        try:
            with open(path, "rb") as source:
                data = source.read(room + 1)
        except OSError as error:
            return f"the file {relative!r} was left out: {error}"
        if len(data) > room:
            return f"the file {relative!r} was left out: the files of a program are larger than they may be"
        self._streams += 1
        port = self._port
        port.put(message("file", n=port.program, path=relative, stream=self._streams, size=len(data)))
        for start in range(0, len(data), CHUNK_BYTES):
            port.put(frame(FRAME_CHUNK, self._streams.to_bytes(4, "big") + data[start : start + CHUNK_BYTES]))
            port.flush()
        return len(data)


# --- program --------------------------------------------------------------------------------------------------------

RESULT = "<result>"
RETURN = "<return>"
MAX_TRACEBACK = 8_000
TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class TopLevelReturns(ast.NodeTransformer):
    """Turns ``return`` outside of functions into an exception that ends the program."""

    def __init__(self) -> None:
        self.found = False

    def _leave(self, node: Any) -> Any:
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = _leave

    def visit_Return(self, node: ast.Return) -> Any:
        self.found = True
        call = ast.Call(ast.Name(RETURN, ast.Load()), [node.value] if node.value else [], [])
        return ast.copy_location(ast.Raise(call, None), node)

    def visit_Try(self, node: ast.Try) -> Any:
        """No handler of the program, however broad, stops a return."""
        before, self.found = self.found, False
        self.generic_visit(node)
        if self.found and node.handlers:
            passes = ast.ExceptHandler(ast.Name(RETURN, ast.Load()), None, [ast.Raise(None, None)])
            node.handlers.insert(0, ast.copy_location(passes, node.handlers[0]))
        self.found = self.found or before
        return node


def compile_program(source: str, name: str) -> types.CodeType:
    """Compiles a program as a module with top-level await and return; its last expression is kept as its result."""
    collecting = gc.isenabled()
    gc.disable()  # a finalizer that compiles something, as tracebacks do, would upset the making of this tree
    try:
        tree: Any = compile(source, name, "exec", ast.PyCF_ONLY_AST | TOP_LEVEL_AWAIT, dont_inherit=True)
    finally:
        if collecting:
            gc.enable()
    tree = TopLevelReturns().visit(tree)
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = tree.body[-1]
        keep = ast.Assign([ast.Name(RESULT, ast.Store())], last.value)
        tree.body[-1] = ast.copy_location(keep, last)
    return compile(ast.fix_missing_locations(tree), name, "exec", TOP_LEVEL_AWAIT, dont_inherit=True)


def describe_error(error: BaseException, program_names: Any) -> Dict[str, str]:
    """Type, message and traceback of an exception, the traceback with the program's own lines only."""
    name = type(error).__name__
    try:
        text = str(error)
    except BaseException as broken:  # a __str__ of the program
        text = f"<no message: {type(broken).__name__}>"
    try:
        shown = traceback.TracebackException.from_exception(error)
        _keep_own_lines(shown, program_names, set())
        trace = "".join(shown.format())
    except BaseException:
        trace = f"{name}: {text}"
    empty = "Traceback (most recent call last):\n"
    if trace.startswith(empty) and not trace[len(empty) :].startswith(" "):
        trace = trace[len(empty) :]
    return {"type": name, "message": cut(text_of(text), 2_000), "traceback": cut(text_of(trace.rstrip()), MAX_TRACEBACK)}


def _keep_own_lines(shown: Any, program_names: Any, seen: Any) -> None:
    if shown is None or id(shown) in seen:
        return
    seen.add(id(shown))
    own = [line for line in shown.stack if line.filename in program_names]
    shown.stack = traceback.StackSummary.from_list(own)
    for other in (shown.__cause__, shown.__context__, *(getattr(shown, "exceptions", None) or ())):
        _keep_own_lines(other, program_names, seen)


def cut(text: str, size: int) -> str:
    """Keeps both ends of a long text."""
    if len(text) <= size:
        return text
    half = size // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"


class Interruption(BaseException):
    """Ends the cleaning up of a program that does not end by itself."""


class Surroundings:
    """What a program may have changed around itself and the next one must find as it was."""

    def __init__(self, output: Output) -> None:
        self._streams = {"stdin": NoInput(), "stdout": ProgramStream(output, 1), "stderr": ProgramStream(output, 2)}
        self._recursion = sys.getrecursionlimit()
        self._filters = list(warnings.filters)
        self._signals = self._handlers()

    @staticmethod
    def _handlers() -> Dict[int, Any]:
        handlers = {}
        for number in signal.valid_signals() if hasattr(signal, "valid_signals") else ():
            try:
                handlers[number] = signal.getsignal(number)
            except (OSError, ValueError):
                continue
        return handlers

    def restore(self) -> None:
        sys.settrace(None)
        sys.setprofile(None)
        threading.settrace(None)  # type: ignore[arg-type]
        threading.setprofile(None)
        for name, stream in self._streams.items():
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        self._restore_builtins()
        if sys.getrecursionlimit() != self._recursion:
            sys.setrecursionlimit(self._recursion)
        warnings.filters[:] = self._filters  # type: ignore[index]
        getattr(warnings, "_filters_mutated", lambda: None)()
        gc.enable()
        self._restore_signals()

    @staticmethod
    def _restore_builtins() -> None:
        current = vars(builtins)
        for name in [name for name in current if name not in _builtins]:
            del current[name]
        current.update(_builtins)

    def _restore_signals(self) -> None:
        for number, handler in self._signals.items():
            try:
                if handler is not None and signal.getsignal(number) is not handler:
                    signal.signal(number, handler)
            except (OSError, ValueError, TypeError):
                continue
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


class Session:
    """Runs the programs of one session, one after the other."""

    SETTLE_SECONDS = 1.0  # for tasks and asynchronous generators to end when they are cancelled
    THREAD_SECONDS = 0.2  # for threads that are about to end

    def __init__(self, transport: Transport, folder: Optional[str] = None) -> None:
        self._port = Port(transport)
        self._output = self._port.output = Output(self._port)
        self._files = SessionFiles(folder, self._port)
        self._main = types.ModuleType("__main__")
        self._names = vars(self._main)
        self._tools: Dict[str, Tool] = {}
        self._unawaited: Dict[int, Tuple[str, Tuple[str, int]]] = {}
        self._sources: Dict[str, Tuple[str, int]] = {}
        self._provide_builtins()
        self._surroundings = Surroundings(self._output)
        self._loop = new_session_loop(self._port)
        self._loop_functions = LoopFunctions(self._loop, self._port)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    @property
    def port(self) -> Port:
        return self._port

    def _provide_builtins(self) -> None:
        warnings.filterwarnings("ignore", message=".*use of fork\\(\\) may lead to deadlocks", category=DeprecationWarning)
        original_help = _builtins.get("help")

        def help(*subject: Any) -> None:
            """Explains a tool, or anything else."""
            if subject and isinstance(subject[0], Tool):
                print(subject[0].__doc__)
            elif original_help is not None and subject:
                original_help(*subject)
            else:
                print("The tools are: " + ", ".join(sorted(self._tools)) + ". help(tool) explains one.")

        def leave(code: Any = None) -> NoReturn:
            raise SystemExit(code)

        _builtins.update(help=help, exit=leave, quit=leave, input=_no_input, ToolError=ToolError)

    def _forked(self) -> None:
        self._port.after_fork()
        self._output.after_fork()

    # Frames

    def serve(self) -> None:
        """Serves the host until it is gone."""
        self._surroundings.restore()
        self._hello()
        if self._port.threaded:
            self._port.start_reader()
        while True:
            self.serve_one()

    def _hello(self) -> None:
        features = []
        if self._port.threaded:
            features.append("threads")
        if hasattr(os, "fork") and self._port.threaded:
            features.append("processes")
        version = sys.version.split()[0]
        self._port.put(message("hello", protocol=PROTOCOL, python=version, features=features))
        self._port.flush()

    def serve_one(self) -> None:
        job = self._port.next_job()
        kind, fields = job
        if kind == "run":
            self._run(fields)
        elif kind == "setup":
            random.seed(fields["seed"])
            self._port.max_arguments = fields["maxFrame"] - ENVELOPE_BYTES
            self._port.put(message("ready"))
            self._port.flush()
        elif kind == "file":
            self._files.begin_file(fields)
        elif kind == "chunk":
            self._files.chunk(fields)

    # A program

    def _run(self, fields: Dict[str, Any]) -> None:
        limits = fields["limits"]
        number = fields["n"]
        name = f"<program {number}>"
        warned: List[str] = []
        self._output.begin(limits["output"])
        self._surroundings.restore()
        self._loop_functions.install()
        self._files.enter()
        self._files.remember()
        self._unawaited.clear()
        sys.modules["__main__"] = self._main
        self._bind_names(fields["tools"], warned)
        self._keep_source(name, fields["code"])
        self._port.begin_program(number, limits["calls"], limits["inFlight"])
        ending = self._execute(fields["code"], name, limits)
        spent = self._clean_up()
        self._surroundings.restore()
        self._output.drain()
        self._output.emit()
        if self._output.over:
            ending = {"outcome": "limit", "limit": "output", "message": self._output.limit_message()}
        ending = self._complain_of_unawaited(ending, warned)
        warned += self._files.send(limits["files"], limits["fileBytes"])
        if spent:
            ending["spent"] = spent
        self._port.put(message("ended", n=number, warnings=warned, **ending))
        self._port.program = 0
        self._port.flush()

    def _bind_names(self, descriptions: List[Dict[str, Any]], warned: List[str]) -> None:
        names = self._names
        for name, tool in self._tools.items():
            if names.get(name) is tool:
                del names[name]
            elif name in names and any(d["name"] == name for d in descriptions):
                warned.append(f"the name {name!r}, assigned by an earlier program, is the tool again")
        self._tools = {d["name"]: Tool(d, self._port, self._unawaited) for d in descriptions}
        names.update(self._tools)
        names.update(asyncio=asyncio, json=json, ToolError=ToolError, __name__="__main__", __builtins__=builtins)
        names.setdefault("__doc__", None)

    def _keep_source(self, name: str, code: str) -> None:
        lines = [line + "\n" for line in code.split("\n")]
        linecache.cache[name] = (len(code), None, lines, name)
        self._sources[name] = (name, len(lines))

    def _execute(self, source: str, name: str, limits: Dict[str, Any]) -> Dict[str, Any]:
        try:
            code = compile_program(source, name)
            value = self._value_of(code)
            return self._returned(value, limits["result"])
        except SystemExit as leaving:
            return _exited(leaving.code)
        except ToolLimitError as limit:
            return {"outcome": "limit", "limit": "toolCalls", "message": self._failed(limit)["error"]["traceback"]}
        except BaseException as error:
            return self._failed(error)

    def _value_of(self, code: types.CodeType) -> Any:
        names = self._names
        names[RETURN] = ProgramReturn
        names.pop(RESULT, None)
        try:
            if code.co_flags & 0x80:  # CO_COROUTINE: it awaits at its top level
                main = types.FunctionType(code, names)()
                value = self._loop.run_until_complete(main) or names.get(RESULT)
            else:
                exec(code, names)
                value = names.get(RESULT)
        except ProgramReturn as returned:
            value = returned.value
        finally:
            names.pop(RESULT, None)
            names.pop(RETURN, None)
        while isinstance(value, collections.abc.Awaitable) and not isinstance(value, type):
            value = self._loop.run_until_complete(_await(value))
        return value

    def _returned(self, value: Any, limit: int) -> Dict[str, Any]:
        if value is None:
            return {"outcome": "returned", "kind": "none", "result": ""}
        if isinstance(value, str):
            kind, text = "text", str.__str__(value)
        elif is_json(value):
            kind, text = "json", _encode_json(value)
        else:
            kind, text = "repr", repr(value)
        text = text_of(text)
        size = len(text.encode("utf-8"))
        if size > limit:
            advice = "return or print only what is needed"
            text = f"the result has {size} bytes, at most {limit} are allowed; {advice}"
            return {"outcome": "limit", "limit": "result", "message": text}
        return {"outcome": "returned", "kind": kind, "result": text}

    def _failed(self, error: BaseException) -> Dict[str, Any]:
        described = describe_error(error, self._sources)
        if isinstance(error, NameError):
            described = self._with_tool_hint(error, described)
        return {"outcome": "failed", "error": described}

    def _with_tool_hint(self, error: NameError, described: Dict[str, str]) -> Dict[str, str]:
        name = getattr(error, "name", None) or (str(error).split("'") + ["", ""])[1]
        hint = did_you_mean(name, self._tools)
        if not hint or "Did you mean" in described["traceback"]:
            return described
        return {key: text if key == "type" else text + hint for key, text in described.items()}

    def _complain_of_unawaited(self, ending: Dict[str, Any], warned: List[str]) -> Dict[str, Any]:
        if not self._unawaited:
            return ending
        calls = []
        for tool, (file, line) in list(self._unawaited.values())[:5]:
            place = f"line {line}" if file in self._sources else file
            calls.append(f"the call of {tool} in {place} was never awaited and did not happen: write `await {tool}(...)`")
        self._unawaited.clear()
        text = "; ".join(calls)
        if ending["outcome"] != "returned":
            warned.append(text)
            return ending
        error = {"type": "RuntimeError", "message": text, "traceback": f"RuntimeError: {text}"}
        return {"outcome": "failed", "error": error}

    # The end of a program

    def _clean_up(self) -> Optional[str]:
        """Ends what the program left behind; says what goes on all the same."""
        spent = self._end_tasks()
        self._port.end_program()
        return spent or self._left_threads() or self._left_processes()

    def _end_tasks(self) -> Optional[str]:
        loop = self._loop
        tasks = [task for task in asyncio.all_tasks(loop) if not task.done()]
        try:
            if tasks:
                for task in tasks:
                    task.cancel()
                loop.run_until_complete(asyncio.wait(tasks, timeout=self.SETTLE_SECONDS))
            if loop._asyncgens:
                loop.run_until_complete(asyncio.wait_for(loop.shutdown_asyncgens(), self.SETTLE_SECONDS))
        except BaseException:
            pass  # what matters is checked below
        loop.forget_callbacks()
        executor, loop._default_executor = loop._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)
        left = [task for task in tasks if not task.done()]
        return f"a task of it does not end when it is cancelled: {left[0].get_name()}" if left else None

    def _left_threads(self) -> Optional[str]:
        if not self._port.threaded:
            return None
        end = _monotonic() + self.THREAD_SECONDS
        while True:
            left = self._running_threads()
            if not left or _monotonic() >= end:
                break
            left[0].join(end - _monotonic())
        return f"the thread {left[0].name!r} that it started goes on" if left else None

    @staticmethod
    def _running_threads() -> List[threading.Thread]:
        """Threads of the program that do something; workers of a pool that wait for work do not count."""
        frames = sys._current_frames()
        left = []
        for thread in threading.enumerate():
            top = frames.get(thread.ident or 0)
            idle = top is not None and top.f_code.co_name == "_worker" and is_waiting(top)
            if thread is not threading.main_thread() and not idle:
                left.append(thread)
        return left

    @staticmethod
    def _left_processes() -> Optional[str]:
        return "a process that it started goes on" if has_children() else None


def _exited(code: Any) -> Dict[str, Any]:
    if code is None or isinstance(code, int):
        number = int(code or 0)
        return {"outcome": "exited", "code": max(-(2**31), min(number, 2**31 - 1)), "message": ""}
    try:
        text = str(code)
    except BaseException:
        text = ""
    return {"outcome": "exited", "code": 1, "message": cut(text_of(text), 2_000)}


def main() -> None:
    """What the loader starts: a session on standard input and output."""
    transport = DescriptorTransport()
    try:
        Session(transport).serve()
    except BaseException:
        transport.diagnose(traceback.format_exc())
        os._exit(1)


if __name__ == "__ptc_runner__":
    main()
