"""The runner: runs the model's programs inside a sandbox and carries their tool calls to the host.

One file, standard library only, Python 3.9 or newer. The host sends it into the interpreter (see docs/protocol.md), so
an interpreter needs nothing installed. It is structured in sections:

    errors · values · transport · port (calls in flight) · tools · event loop · output · files · figures · program ·
    session

Whatever a program does to this process is between it and the sandbox: the host trusts nothing that comes from here. The
care taken here is for ordinary programs: what they print cannot disturb the protocol, what they leave behind does not
surprise the next one.

Between two programs of a session:

    kept   global variables, imported modules, files, environment variables, sys.path, the state of random, locale,
           the context of decimal, functions registered with atexit (which never run)
    reset  sys.stdin/stdout/stderr and descriptors 0 to 2, builtins, tools and search_tools, working folder, recursion
           limit and other switches of sys and gc, hooks, warning filters, trace and profile functions, signal handlers
           and timers, the event loop of the main thread with its callbacks, the functions of asyncio and of the modules
           that the runner itself uses, modules that were there before
    ended  pending tasks, asynchronous generators, figures of matplotlib that are open (they become files first); a
           thread or process that goes on ends the session
"""

from __future__ import annotations

import _thread
import ast
import asyncio
import asyncio.base_events
import asyncio.events
import asyncio.futures
import asyncio.tasks
import base64
import builtins
import codecs
import collections
import collections.abc
import copy
import datetime
import decimal
import difflib
import enum
import gc
import heapq
import inspect
import io
import itertools
import json
import linecache
import math
import operator
import os
import pathlib
import random
import re
import signal
import stat
import sys
import tempfile
import threading
import time
import traceback
import types
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn

PROTOCOL = 1
FRAME_JSON = 0
FRAME_CHUNK = 1
HEADER_BYTES = 5
CHUNK_BYTES = 64 * 1024

# Programs may replace or delete any of these; the runner goes on with what it knew at the start.
globals()["__builtins__"] = dict(vars(builtins))
_monotonic = time.monotonic
_sleep = time.sleep
_getframe = sys._getframe
_current_frames = sys._current_frames
_get_ident = threading.get_ident
_running_loop = asyncio.events._get_running_loop
_os_read = os.read
_os_write = os.write
_os_exit = os._exit
_SIG_BLOCK = getattr(signal, "SIG_BLOCK", None)
_SIG_SETMASK = getattr(signal, "SIG_SETMASK", None)


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
        return (ToolError, (self.message, self.type))


class ToolLimitError(ToolError):
    """The program made as many tool calls as it may."""

    def __str__(self) -> str:
        return self.message  # the name of the class says the rest


class OutputLimit(BaseException):
    """The program printed as much as it may. No Exception: a program that prints in a handler must end, too."""


class DeadlockError(RuntimeError):
    """The program waits for something that can never happen."""


for _error in (ToolError, ToolLimitError, OutputLimit, DeadlockError):
    _error.__module__ = "builtins"  # so that tracebacks name them plainly


# --- values ---------------------------------------------------------------------------------------------------------

MAX_DEPTH = 60
MAX_INT_BITS = 13_000  # some 3,900 digits; the host takes 5,000
MAX_NAMED_FIELDS = 20
MAX_HELP = 100  # names of tools that help() lists
SEARCH = "search_tools"
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
        fields = [str(field) for field in itertools.islice(self, MAX_NAMED_FIELDS)]
        if len(self) > MAX_NAMED_FIELDS:
            fields.append("…")
        raise AttributeError(f"the record has no field {name!r}{hint}; it has {', '.join(fields) or 'none'}")

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(f"the record has no field {name!r}") from None

    def copy(self) -> Record:
        return Record(self)

    __copy__ = copy

    def __deepcopy__(self, memo: Any) -> Record:
        return Record({key: copy.deepcopy(value, memo) for key, value in self.items()})

    def __or__(self, other: Any) -> Any:
        return Record({**self, **other}) if isinstance(other, dict) else NotImplemented

    def __ror__(self, other: Any) -> Any:
        return Record({**other, **self}) if isinstance(other, dict) else NotImplemented

    def __reduce__(self) -> Any:
        return (dict, (dict(self),))  # other processes know no records


def did_you_mean(word: str, known: Iterable[Any]) -> str:
    close = difflib.get_close_matches(word, [name for name in known if isinstance(name, str)], 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def _record(fields: dict[str, Any]) -> Any:
    if len(fields) == 1 and DECIMAL_KEY in fields:
        return decimal.Decimal(fields[DECIMAL_KEY])
    return Record(fields)


def _any_int(digits: str) -> int:
    return int(decimal.Decimal(digits))  # whatever sys.set_int_max_str_digits says


# The parts of json that do the work, without what decode and encode make for each text: in a slow interpreter that is
# most of what a call costs.
_scan_records = json.JSONDecoder(object_hook=Record).scan_once
_scan_decimals = json.JSONDecoder(object_hook=_record).scan_once
_decode_large_json = json.JSONDecoder(object_hook=_record, parse_int=_any_int).decode
_json_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
_encode_parts: Any = None
if getattr(json.encoder, "c_make_encoder", None) is not None:
    _encode_parts = json.encoder.c_make_encoder(  # type: ignore[attr-defined]
        *(None, _json_encoder.default, json.encoder.encode_basestring, None, ":", ",", False, False, False)
    )


def decode(payload: bytes) -> Any:
    """A message of the host, which has no space around it."""
    text = payload.decode("utf-8")
    try:
        return (_scan_decimals if "\\u0000decimal" in text else _scan_records)(text, 0)[0]
    except ValueError:
        return _decode_large_json(text)


def _encode_json(value: Any) -> str:
    return _json_encoder.encode(value) if _encode_parts is None else "".join(_encode_parts(value, 0))


_ITERABLES = (
    *(list, tuple, set, frozenset),
    *(range, collections.deque, enumerate, filter, map, zip, reversed, itertools.chain, itertools.islice),
    *(type({}.keys()), type({}.values()), type({}.items()), type(x for x in ())),
)

Path = Any  # where in the arguments of a call: a text, or (path, format, key)


def _where(path: Path) -> str:
    return path if isinstance(path, str) else _where(path[0]) + path[1].format(path[2])


def plain(value: Any, path: Path, depth: int = 0) -> Any:
    """What can be sent to a tool of a Python value: dict, list, str, int, float, bool, None.

    Raises TypeError or ValueError that says where in the arguments (``path``) something cannot be sent.
    """
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return value
    if kind is int:
        if value.bit_length() > MAX_INT_BITS:
            raise ValueError(f"{_where(path)} is an integer of {value.bit_length()} bits, too large for a tool")
        return value
    if kind is float:
        if not math.isfinite(value):
            raise TypeError(f"{_where(path)} is {value!r}, which no tool can take; pass a finite number or None")
        return value
    if depth > MAX_DEPTH:
        raise ValueError(f"{_where(path)[:200]} … is nested more than {MAX_DEPTH} levels deep, or contains itself")
    if isinstance(value, collections.abc.Mapping):
        return _plain_dict(value, path, depth)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain_dict(value._asdict(), path, depth)
    if isinstance(value, _ITERABLES):
        return [plain(item, (path, "[{}]", i), depth + 1) for i, item in enumerate(value)]
    return _plain_object(value, path, depth)


def _plain_dict(value: Any, path: Path, depth: int) -> dict[str, Any]:
    result = {}
    for key, item in value.items():
        name = key.value if isinstance(key, enum.Enum) else key
        if not isinstance(name, str):
            raise TypeError(f"{_where(path)} has the key {key!r} of type {type(key).__name__}; keys must be str")
        result[str.__str__(name)] = plain(item, (path, "[{!r}]", key), depth + 1)
    return result


def _plain_object(value: Any, path: Path, depth: int) -> Any:
    if isinstance(value, enum.Enum):
        return plain(value.value, path, depth + 1)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    for base, convert in _AS_TEXT:
        if isinstance(value, base):
            return convert(value)
    if isinstance(value, decimal.Decimal):
        return _plain_decimal(value, path)
    for base in (int, float):
        if isinstance(value, base):
            return plain(base(value), path, depth + 1)
    fields = getattr(type(value), "__dataclass_fields__", None)
    if fields is not None:
        return {name: plain(getattr(value, name), (path, ".{}", name), depth + 1) for name in fields}
    if hasattr(type(value), "dtype") and hasattr(value, "tolist"):  # numpy scalars and arrays, pandas series
        return plain(value.tolist(), path, depth + 1)
    raise _unsendable(value, path)


def _unsendable(value: Any, path: Path) -> TypeError:
    if isinstance(value, ToolCall):
        return TypeError(f"{_where(path)} is a call that was not awaited: write {value._advice()}")
    if isinstance(value, collections.abc.Awaitable):
        return TypeError(f"{_where(path)} is a {type(value).__name__}: await it and pass what it gives")
    return TypeError(
        f"{_where(path)} is a {type(value).__name__}, which cannot be sent to a tool; "
        "pass dict, list, str, int, float, bool or None"
    )


def _plain_decimal(value: decimal.Decimal, path: Path) -> Any:
    if not value.is_finite():
        raise TypeError(f"{_where(path)} is {value}, which no tool can take; pass a finite number or None")
    if abs(value.adjusted()) < 300 and value == value.to_integral_value():
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


_AS_TEXT: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (str, str.__str__),
    ((datetime.datetime, datetime.date, datetime.time), lambda value: value.isoformat()),
    (datetime.timedelta, iso_duration),
    ((uuid.UUID, pathlib.PurePath), str),
)


def encode_arguments(tool: str, arguments: dict[str, Any]) -> bytes:
    """The arguments of a call as JSON. Raises TypeError or ValueError that names tool and argument."""
    checked = {name: plain(value, f"argument {name!r} of {tool}") for name, value in arguments.items()}
    try:
        return _encode_json(checked).encode("utf-8")
    except UnicodeEncodeError:
        for name, value in checked.items():
            if not is_unicode(_encode_json(value)):
                raise TypeError(
                    f"argument {name!r} of {tool} contains half of a surrogate pair, which is no valid Unicode"
                ) from None
        raise


def is_unicode(text: str) -> bool:
    """Whether a text has no half of a surrogate pair."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_json(value: Any, depth: int = 0) -> bool:
    """Whether JSON can hold a value without changing it (tuples aside)."""
    kind = type(value)
    if kind in (str, bool, int, ToolText) or value is None:
        return True
    if kind is float:
        return math.isfinite(value)
    if depth > MAX_DEPTH:
        return False
    if kind in (dict, Record):
        return all(type(key) is str and is_json(item, depth + 1) for key, item in value.items())
    return kind in (list, tuple) and all(is_json(item, depth + 1) for item in value)


def text_of(value: str) -> str:
    """Text as valid Unicode: half surrogate pairs become question marks."""
    return str.encode(value, "utf-8", "replace").decode("utf-8")


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

    def feed(self, data: bytes) -> Iterable[tuple[int, bytes]]:
        if not self._bytes and len(data) == HEADER_BYTES + int.from_bytes(data[:4], "big"):
            return ((data[4], data[HEADER_BYTES:]),)  # just one frame, as it is most often
        return self._cut(data)

    def _cut(self, data: bytes) -> Iterator[tuple[int, bytes]]:
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

    def receive(self, timeout: float | None) -> bytes | None:
        """Waits for bytes: None after ``timeout`` seconds, empty when the host is gone."""
        raise NotImplementedError

    def hold_signals(self) -> Any:
        """Keeps signals, whose handlers may raise, from the calling thread until ``release_signals``."""

    def release_signals(self, held: Any) -> None:
        """Ends ``hold_signals``."""

    def locked(self, lock: Any, work: Callable[..., Any], *arguments: Any) -> Any:
        """Works under a lock, which a signal handler that raised on the way in or out would leave held forever."""
        held = None
        try:
            held = self.hold_signals()
            with lock:
                return work(*arguments)
        finally:
            self.release_signals(held)

    def ignore_signals(self) -> None:
        """Leaves signals to the other threads, which hold them when they must."""

    def restore(self) -> None:
        """Puts descriptors that programs see back to where they belong."""

    def forked(self) -> None:
        """This is a forked child now: it must not touch the host's connection."""


class DescriptorTransport(Transport):
    """Standard input and output, moved out of the way of programs.

    Descriptor 0 becomes empty; what is written to 1 and 2 by any means (os.write, subprocesses) is captured.
    """

    threaded = True

    def __init__(self) -> None:
        import select

        self._select = select.select
        self._in = _moved(0)
        self._out = _moved(1)
        self._diagnostics = _moved(2)
        os.set_blocking(self._out, False)
        null = os.open(os.devnull, os.O_RDWR)
        self._null = _moved(null)
        os.close(null)
        self._wake_read, self._wake_write = _pipe()
        os.set_blocking(self._wake_write, False)
        self._written: dict[int, int] = {}  # what programs see as 1 and 2
        self.captured: dict[int, int] = {}  # the other ends
        for number in (1, 2):
            read, self._written[number] = _pipe()
            self.captured[read] = number
        self._all = self._poll(select, self._in, self._wake_read, *self.captured)
        self._output = self._poll(select, *self.captured)
        self._main = _get_ident()
        self._rest = b""
        # The functions of the module signal turn numbers into enums, which takes longer than all the rest of a call.
        import _signal

        self._mask = getattr(_signal, "pthread_sigmask", None)
        self._signals = [
            number
            for number in (
                getattr(signal, "SIG" + name, None) for name in "INT ALRM VTALRM PROF USR1 USR2 CHLD".split()
            )
            if number is not None
        ]
        self.restore()

    @staticmethod
    def _poll(select: Any, *descriptors: int) -> Any:
        poll = select.poll()
        for descriptor in descriptors:
            poll.register(descriptor, select.POLLIN)
        return poll

    def hold_signals(self) -> Any:
        if self._mask is None or _get_ident() != self._main:
            return None
        before = self._mask(_SIG_BLOCK, ())
        try:
            self._mask(_SIG_BLOCK, self._signals)
        except BaseException:  # the handler of one that had come already
            self._mask(_SIG_SETMASK, before)
            raise
        return before

    def release_signals(self, held: Any) -> None:
        if held is not None:
            self._mask(_SIG_SETMASK, held)

    def ignore_signals(self) -> None:
        if self._mask is not None:
            self._mask(_SIG_BLOCK, self._signals)

    def send(self, data: bytes, wait: bool = True) -> bool:
        data = self._rest + data
        sent = 0
        try:
            while sent < len(data):
                try:
                    sent += _os_write(self._out, data[sent:] if sent else data)
                except BlockingIOError:
                    if not wait:
                        break
                    self._select((), (self._out,), ())
        except OSError:
            _os_exit(0)  # the host is gone
        finally:
            self._rest = data[sent:]
        return not self._rest

    def ready(self, timeout: float | None) -> list[int]:
        """Descriptors with something to read: the host's, or one of ``captured``."""
        found = [fd for fd, _ in self._all.poll(None if timeout is None else max(0.0, timeout * 1000))]
        if self._wake_read in found:
            _os_read(self._wake_read, 4096)
            found.remove(self._wake_read)
        return found

    def wake(self) -> None:
        """Makes ``ready`` return."""
        try:
            _os_write(self._wake_write, b".")
        except BlockingIOError:
            pass  # it will wake all the same

    def has_captured(self) -> bool:
        return bool(self._output.poll(0))

    def diagnose(self, text: str) -> None:
        """Tells the operator, on the standard error that programs do not reach."""
        _os_write(self._diagnostics, text.encode("utf-8", "replace"))

    def is_host(self, descriptor: int) -> bool:
        return descriptor == self._in

    def receive(self, timeout: float | None = None) -> bytes | None:
        try:
            return _os_read(self._in, 1 << 16)  # for more, memory would be mapped anew each time
        except BlockingIOError:
            return None
        except OSError:
            return b""

    def restore(self) -> None:
        for number, source in ((0, self._null), *self._written.items()):
            os.dup2(source, number)

    def forked(self) -> None:
        own = (self._in, self._out, self._diagnostics, self._null, self._wake_read, self._wake_write)
        for descriptor in (*own, *self.captured, *self._written.values()):
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


def _pipe() -> tuple[int, int]:
    """A pipe out of the way of programs; its reading end does not block."""
    near = os.pipe()
    read, write = _moved(near[0]), _moved(near[1])
    for descriptor in near:
        os.close(descriptor)
    os.set_blocking(read, False)
    return read, write


# --- port: calls in flight ------------------------------------------------------------------------------------------


class PendingCall:
    """A call on its way: answered once, to a thread that blocks or to a future of an event loop.

    The answer is decoded by whoever waits for it: what goes wrong there (a value nested too deeply for Python, no
    memory) is raised where the call was made.
    """

    __slots__ = ("_answer", "_future", "_lock", "done", "id", "loop", "tool")

    def __init__(self, number: int, tool: str) -> None:
        self.id = number
        self.tool = tool
        self.done = False
        self.loop: Any = None
        self._answer: bytes | BaseException = b""
        self._lock: Any = None
        self._future: Any = None

    def block_on_lock(self) -> Any:
        self._lock = lock = _thread.allocate_lock()
        lock.acquire()
        return lock

    def tell(self, loop: Any, future: Any) -> None:
        self.loop, self._future = loop, future

    def deliver(self, answer: bytes | BaseException) -> bool:
        """Takes the answer; whether ``resolve`` must be called where the future lives."""
        self._answer, self.done = answer, True
        if self._lock is not None:
            self._lock.release()
        return self._future is not None

    def resolve(self) -> None:
        future = self._future
        if not future.done():
            try:
                value = self.result()
            except Exception as error:
                future.set_exception(error)
            else:
                future.set_result(value)

    def result(self) -> Any:
        answer = self._answer
        if isinstance(answer, BaseException):
            raise answer
        fields = decode(answer)
        failure = fields.get("error")
        if failure is not None:
            raise ToolError(failure["message"], failure["type"])
        return fields.get("value")


# The host writes the fields of an answer in this order.
_ANSWER_HEAD = re.compile(rb'\{\s*"t"\s*:\s*"answer"\s*,\s*"n"\s*:\s*(\d+)\s*,\s*"id"\s*:\s*(\d+)\s*,').match


_NOTHING = object()


class Port:
    """The runner's side of the connection: frames out in order, answers in to whoever waits for them."""

    LOOK_AGAIN_SECONDS = 0.005  # first pause before another look at threads that seem to run
    TICK_SECONDS = 0.1  # what is printed leaves after this time at the latest

    def __init__(self, transport: Transport) -> None:
        self.transport: Any = transport
        self.threaded = transport.threaded
        self.output: Any = None
        self.loop: Any = None  # the session's
        self.program = 0  # number of the running program; 0 between programs
        self.last_value: Any = _NOTHING  # what the last blocking call gave
        self.answered = False  # an answer came since the event loop looked
        self.forked = False
        self.reader_thread = 0
        self._max_frame = 1 << 20
        self._frames = FrameBuffer()
        self._jobs: Any = collections.deque()
        self._job_ready = _thread.allocate_lock()
        self._job_ready.acquire()
        self._out: Any = collections.deque()
        self._out_lock = _thread.RLock()
        self._writing = False
        self._unsent = False  # the transport keeps a part of a frame
        self._active = False  # a program has come and did not end yet
        self._calls_lock = _thread.RLock()  # never held while sending
        self._calls: dict[int, PendingCall] = {}
        self._held: Any = collections.deque()
        self._last_id = 0
        self._made = 0
        self._max_calls = 0
        self._max_in_flight = 1
        # What the host was last told about being idle holds as long as nothing has changed since: two equal tokens.
        self._state: object = object()
        self._told: object = None
        self._wake_at: float | None = None  # when the event loop goes on by itself
        self._recheck = 0.0  # next look at threads that seem to run; 0: no need
        self._recheck_pause = 0.0
        # Since when the program is suspended, and for how long it was before; one value, for two threads use it.
        self._clock: tuple[float | None, float] = (None, 0.0)
        self._resumed: Any = None

    # Frames out

    def set_up(self, max_frame: int) -> None:
        self._max_frame = max_frame

    def fits(self, data: bytes) -> bool:
        """Whether the host takes a frame."""
        return len(data) - HEADER_BYTES <= self._max_frame

    def put(self, data: bytes) -> None:
        """Queues a frame; it leaves with the next flush."""
        self._out.append(data)

    def put_output(self, data: bytes) -> None:
        """Queues a print, which tells the host that the program runs."""
        self._out.append(data)
        self._state = object()

    def flush(self, wait: bool = True) -> None:
        """Sends what is queued. The reading thread never waits here: meanwhile the host could not write either."""
        if not (self._out or self._unsent) or self.forked:
            return
        wait = wait and _get_ident() != self.reader_thread
        held = None
        try:
            held = self.transport.hold_signals()
            self._flush(wait)
        finally:
            self.transport.release_signals(held)

    def _flush(self, wait: bool) -> None:
        if not self._out_lock.acquire(wait):
            return  # another thread is sending
        try:
            if self._writing:
                return  # this thread is writing already (a finalizer prints): the outer call goes on
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
        self._state, self._told, self._wake_at = object(), None, None
        self.last_value = _NOTHING
        self.program = number
        self._active = True

    def end_calls(self) -> None:
        """The program is over: threads of it that wait for an answer get an error."""
        self.transport.locked(self._calls_lock, self._end_calls)
        self._recheck = 0.0
        self.last_value = _NOTHING

    def _end_calls(self) -> None:
        self._active = False
        calls = [*self._calls.values(), *(call for call, _ in self._held)]
        self._held.clear()
        over = RuntimeError("the program ended before the tool answered")
        self._resolve([call for call in calls if call.deliver(over)])
        self._abandon(calls)

    def call(self, tool: str, arguments: bytes) -> PendingCall:
        """Makes a call; its frame leaves with the next flush."""
        if self.forked:
            raise RuntimeError(f"{tool} was called in a child process; call tools in the program's own process")
        if _get_ident() == self.reader_thread:
            raise RuntimeError(f"{tool} was called by a finalizer; call tools where the program runs")
        self.output.emit()
        call: PendingCall = self.transport.locked(self._calls_lock, self._make_call, tool, arguments)
        return call

    def _make_call(self, tool: str, arguments: bytes) -> PendingCall:
        if not (self._active and self.program):
            raise RuntimeError(f"{tool} was called after its program had ended")
        if self._made >= self._max_calls:
            raise ToolLimitError(
                f"the program has made {self._max_calls} tool calls, the most it may make", "ToolLimitError"
            )
        data = self._call_frame(tool, arguments)
        self._made += 1
        self._last_id += 1
        call = PendingCall(self._last_id, tool)
        if len(self._calls) >= self._max_in_flight:
            self._held.append((call, data))
        else:
            self._send_call(call, data)
        return call

    def _call_frame(self, tool: str, arguments: bytes) -> bytes:
        payload = b'{"t":"call","n":%d,"id":%d,"tool":%s,"args":%s}' % (
            self.program,
            self._last_id + 1,
            _encode_json(tool).encode("utf-8"),
            arguments,
        )
        data = frame(FRAME_JSON, payload)
        if not self.fits(data):
            raise ValueError(
                f"the arguments of {tool} have {len(arguments)} bytes, at most about {self._max_frame} can be sent; "
                "pass less at a time"
            )
        return data

    def _send_call(self, call: PendingCall, data: bytes) -> None:
        self._calls[call.id] = call
        self._out.append(data)
        self._state = object()

    def _send_held(self) -> None:
        while self._held and len(self._calls) < self._max_in_flight:
            call, data = self._held.popleft()
            if not call.done:
                self._send_call(call, data)

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
            self.flush()
            raise
        self.last_value = value = call.result()
        return value

    def abandon(self, calls: list[PendingCall]) -> None:
        """Nobody waits for these calls any more."""
        self.transport.locked(self._calls_lock, self._abandon, calls)

    def _abandon(self, calls: list[PendingCall]) -> None:
        ids = []
        for call in calls:
            call.done = True
            if self._calls.pop(call.id, None) is not None:
                ids.append(call.id)
        for start in range(0, len(ids), 1000):
            self.put(message("abandon", n=self.program, ids=ids[start : start + 1000]))
        if ids:
            self._send_held()

    # Idle

    def rest(self, wake_after: float | None) -> None:
        """Called by a thread that has nothing to do until an answer comes or a timer fires."""
        self.output.emit()
        state = self._state
        if self._calls and self._told is not state:
            if wake_after is not None:
                self._wake_at = self.time() + wake_after
            if self._others_wait():
                self._tell_idle(state)
            else:
                self.look_again()
        self.flush()

    def woke(self) -> None:
        """A timer may have fired: what was said about being idle no longer holds."""
        self._state, self._wake_at = object(), None

    def _tell_idle(self, state: object) -> None:
        # Whatever changed since the state was read makes this idle stale, and the next one be told.
        self._told = state
        wake_at = self._wake_at
        if wake_at is None:
            self.put(frame(FRAME_JSON, b'{"t":"idle","n":%d}' % self.program))
        else:
            self.put(message("idle", n=self.program, wakeAfter=round(max(wake_at - self.time(), 0.0), 6)))

    def look_again(self) -> None:
        """Has the reading thread see soon whether the threads that seem to run do so."""
        if self.threaded and not self._recheck:
            self._recheck_pause = self.LOOK_AGAIN_SECONDS
            self._recheck = _monotonic() + self._recheck_pause
            if _get_ident() != self.reader_thread:
                self.transport.wake()

    def _others_wait(self) -> bool:
        """Whether no other thread seems to run: exact without other threads, else a guess from where they are."""
        return not self.threaded or all(is_waiting(top) for top in self.other_threads())

    def other_threads(self) -> list[Any]:
        """What the threads beside the calling one and the reading one do: their innermost frames."""
        own = (_get_ident(), self.reader_thread)
        return [top for thread, top in _current_frames().items() if thread not in own]

    # Frames in

    def start_reader(self) -> None:
        started = _thread.allocate_lock()
        started.acquire()

        def read() -> None:
            self.reader_thread = _get_ident()
            self.transport.ignore_signals()
            started.release()
            try:
                self._read()
            except BaseException as error:
                die(self.transport, error)

        _thread.start_new_thread(read, ())
        started.acquire()

    def _read(self) -> None:
        transport = self.transport
        while True:
            ready = transport.ready(self._reading_timeout())
            for descriptor in ready:
                if transport.is_host(descriptor):
                    self._take(transport.receive())
                else:
                    self.output.capture(descriptor, transport.captured[descriptor])
            if self._recheck and _monotonic() >= self._recheck:
                self._look()
            if not ready and self._active and self.output.emit() and self._calls:
                self.look_again()
            self.flush(wait=False)

    def _reading_timeout(self) -> float | None:
        """How long the reading thread may wait before it looks after threads, prints and frames that are left."""
        if self._out or self._unsent:
            return 0.01
        if not self._active or self.suspended:
            return None
        if self._recheck:
            return min(self.TICK_SECONDS, self._recheck - _monotonic())
        return self.TICK_SECONDS

    def _look(self) -> None:
        self._recheck = 0.0  # first: a thread that calls from now on asks for another look
        state = self._state
        if self._told is state or not self._calls:
            return
        if self._others_wait():
            self._tell_idle(state)
        else:
            self._recheck_pause = min(self.TICK_SECONDS, self._recheck_pause * 2)
            self._recheck = _monotonic() + self._recheck_pause

    def pump(self, timeout: float | None) -> bool:
        """Receives once, where no thread does; whether anything came. Stays while the program is suspended."""
        data = self.transport.receive(timeout)
        if data is None:
            return False
        self._take(data)
        while self.suspended:
            self._take(self.transport.receive(None))
        return True

    def _take(self, data: bytes | None) -> None:
        if data is None:
            return
        if not data:
            _os_exit(0)  # the host is gone
        answered: list[PendingCall] = []
        for kind, payload in self._frames.feed(data):
            head = _ANSWER_HEAD(payload) if kind == FRAME_JSON else None
            if head is not None:
                self._answer(int(head[1]), int(head[2]), payload, answered)
                continue
            # An answer counts before what follows it: no timer may fire between.
            self._resolve(answered)
            answered = []
            if kind == FRAME_CHUNK:
                self._add_job("chunk", payload)
            else:
                self._take_message(decode(payload), payload)
        self._resolve(answered)

    def _take_message(self, fields: dict[str, Any], payload: bytes) -> None:
        name = fields["t"]
        if name == "answer":  # with its fields in another order
            answered: list[PendingCall] = []
            self._answer(fields["n"], fields["id"], payload, answered)
            self._resolve(answered)
        elif name == "suspend" or name == "resume":
            # A program may have ended between the answers and its resume: the clock must run for the next one, too.
            if name == "resume" or fields["n"] == self.program:
                self._suspend(name == "suspend")
        elif name == "quit":
            _os_exit(0)
        else:
            self._active = self._active or name == "run"
            self._add_job(name, fields)

    def _answer(self, program: int, number: int, payload: bytes, answered: list[PendingCall]) -> None:
        if program != self.program:
            return
        with self._calls_lock:
            call = self._calls.pop(number, None)
            if call is None:
                return  # late
            self._state = object()
            if self._held:
                self._send_held()
        if call.deliver(payload):
            answered.append(call)
        if self._calls and call.loop is not self.loop:
            self.look_again()  # the thread that goes on may end without another call

    def _resolve(self, calls: list[PendingCall]) -> None:
        """Tells the futures of answered calls, each on its own event loop."""
        if not calls:
            return
        self.answered = True
        if not self.threaded:
            for call in calls:
                call.resolve()
            return
        for loop in {call.loop for call in calls}:
            try:
                loop.call_soon_threadsafe(_resolve_all, [call for call in calls if call.loop is loop])
            except Exception:
                pass  # that loop is closed: nobody waits

    def _add_job(self, kind: str, content: Any) -> None:
        self._jobs.append((kind, content))
        if self.threaded:
            try:
                self._job_ready.release()
            except RuntimeError:
                pass  # already released: the main thread will see all jobs

    def next_job(self) -> tuple[str, Any]:
        """Waits for the next thing to do between programs."""
        while not self._jobs:
            if self.threaded:
                self._job_ready.acquire()
            else:
                self.pump(None)
        return self._jobs.popleft()

    # Suspension

    @property
    def suspended(self) -> bool:
        return self._clock[0] is not None

    def _suspend(self, suspend: bool) -> None:
        since, frozen = self._clock
        if suspend and since is None:
            self._resumed = _thread.allocate_lock()
            self._resumed.acquire()
            self._clock = (_monotonic(), frozen)
        elif not suspend and since is not None:
            self._clock = (None, frozen + _monotonic() - since)
            self._resumed.release()

    def time(self) -> float:
        """A monotonic clock that stands still while the host suspends the program."""
        since, frozen = self._clock
        return (_monotonic() if since is None else since) - frozen

    def await_resumed(self) -> None:
        while self.suspended:
            lock = self._resumed
            lock.acquire()
            lock.release()

    def after_fork(self) -> None:
        self.forked = True
        self.transport.forked()


def die(transport: Any, error: BaseException) -> NoReturn:
    """Ends the process after an error of the runner itself, or one that a program planted in it."""
    try:
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    except BaseException:
        text = f"{type(error)} in line {error.__traceback__ and error.__traceback__.tb_lineno}"
    try:
        transport.diagnose(text)
    finally:
        _os_exit(1)


def _resolve_all(calls: list[PendingCall]) -> None:
    for call in calls:
        call.resolve()


_WAITING_FILES = ("threading.py", "queue.py", "selectors.py", "concurrent/futures/thread.py")
_WAIT_CODE = Port.wait.__code__


def is_waiting(top: Any) -> bool:
    """Whether a thread whose innermost Python frame this is probably waits for another one."""
    code = top.f_code
    return code is _WAIT_CODE or code.co_filename.endswith(_WAITING_FILES)


def is_idle_worker(top: Any) -> bool:
    """Whether a thread is a worker of a pool that waits for work."""
    return top.f_code.co_name == "_worker" and top.f_code.co_filename.endswith("concurrent/futures/thread.py")


# --- tools ----------------------------------------------------------------------------------------------------------

_keys = itertools.count()


class ToolCall(collections.abc.Coroutine):
    """A call that waits to be awaited. A coroutine in every respect; any other use of it says "await it"."""

    def __init__(self, tool: Tool, arguments: bytes, line: tuple[str, int]) -> None:
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

    @property
    def __name__(self) -> str:
        return self._tool.__name__  # in what asyncio says about its tasks

    def __repr__(self) -> str:
        return f"<call of {self._tool.__name__}, not awaited>"

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("_", "cr_", "gi_")):
            raise AttributeError(name)
        advice = f"write {self._advice()} before .{name}"
        raise AttributeError(f"the call of {self._tool.__name__} was not awaited: {advice}")

    __hash__ = object.__hash__


def _refuse(operation: str) -> Callable[..., NoReturn]:
    def refuse(self: ToolCall, *_: Any) -> NoReturn:
        raise TypeError(f"the call of {self._tool.__name__} was not awaited: write {self._advice()}")

    refuse.__name__ = operation
    return refuse


_OPERATIONS = (
    "str format bool len iter reversed contains getitem setitem delitem call enter exit eq ne lt le gt ge "
    "add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv mod rmod pow rpow and rand or ror xor rxor "
    "neg pos abs int float index round aiter aenter aexit reduce_ex"
)
for _operation in _OPERATIONS.split():
    setattr(ToolCall, f"__{_operation}__", _refuse(f"__{_operation}__"))


class Tool:
    """A tool as programs see it: a function that blocks, or returns a coroutine where an event loop runs."""

    def __init__(self, port: Port, unawaited: dict[int, tuple[str, tuple[str, int]]]) -> None:
        self._port = port
        self._unawaited = unawaited
        self.__module__ = "tools"

    def describe(self, description: dict[str, Any]) -> None:
        self.__name__ = self.__qualname__ = description["name"]
        self.__doc__ = description["doc"]
        self._signature = description["signature"]
        self._names = tuple(parameter["name"] for parameter in description["params"])
        self._known = frozenset(self._names)
        self._required = frozenset(p["name"] for p in description["params"] if p["required"])
        self._withdrawn = False

    def withdraw(self) -> None:
        """The program that this tool was for is over; another one may have kept it in a variable."""
        self._withdrawn = True

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

    def _bind(self, positional: tuple[Any, ...], named: dict[str, Any]) -> bytes:
        if self._withdrawn:
            raise RuntimeError(f"{self.__name__} is not a tool of this program")
        if positional:
            named = self._bind_positional(positional, named)
        if not (named.keys() <= self._known and self._required <= named.keys()):
            self._refuse(named)
        return encode_arguments(self.__name__, named)

    def _bind_positional(self, positional: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
        first = positional[0]
        if len(positional) == 1 and not named and isinstance(first, dict) and self._is_whole(first):
            return dict(first)
        if len(positional) > len(self._names):
            raise TypeError(
                f"{self.__name__} takes {len(self._names)} arguments but got {len(positional)}: {self._signature}"
            )
        bound = dict(zip(self._names, positional))
        twice = bound.keys() & named.keys()
        if twice:
            raise TypeError(f"{self.__name__} got argument {sorted(twice)[0]!r} twice: {self._signature}")
        bound.update(named)
        return bound

    def _is_whole(self, arguments: dict[Any, Any]) -> bool:
        """Whether a single dict is all the arguments, as some models pass them."""
        empty_fits = not self._names  # else it may be the value of the first parameter
        return bool(arguments or empty_fits) and arguments.keys() <= self._known and self._required <= arguments.keys()

    def _refuse(self, named: dict[str, Any]) -> NoReturn:
        unknown = [name for name in named if name not in self._known]
        if unknown:
            hint = did_you_mean(unknown[0], self._known)
            raise TypeError(f"{self.__name__} has no parameter {unknown[0]!r}{hint}: {self._signature}")
        missing = [name for name in self._names if name in self._required and name not in named]
        raise TypeError(f"{self.__name__} needs argument {', '.join(map(repr, missing))}: {self._signature}")

    async def _awaited(self, arguments: bytes) -> Any:
        loop: Any = _running_loop()
        port = self._port
        future = loop.create_future()
        pending = port.call(self.__name__, arguments)
        pending.tell(loop, future)
        if loop is not port.loop:  # of a thread, say: it does not tell when it has nothing to do
            port.look_again()
            port.flush()
        if pending.done:
            future.cancel()
            return pending.result()
        try:
            return await future
        finally:
            if not pending.done:
                port.abandon([pending])

    @property
    def __signature__(self) -> inspect.Signature:
        parameter, empty = inspect.Parameter, inspect.Parameter.empty
        return inspect.Signature(
            parameter(name, parameter.POSITIONAL_OR_KEYWORD, default=empty if name in self._required else None)
            for name in sorted(self._names, key=lambda name: name not in self._required)
        )

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"the tool {self.__name__} cannot be sent to another process; call it in the program's own")

    def __deepcopy__(self, memo: Any) -> Tool:
        return self

    def __copy__(self) -> Tool:
        return self

    def __repr__(self) -> str:
        return f"<tool {self._signature}>"


class ToolText(str):
    """A text about tools. It can be awaited, as programs await what tools return."""

    __slots__ = ()

    def __await__(self) -> Any:
        yield from ()
        return str.__str__(self)

    def __reduce__(self) -> Any:
        return (str, (str.__str__(self),))  # other processes know no such texts


class ToolIndex:
    """Finds tools by the words of their stubs. The same tools and words give the same text."""

    NAME, PARAMETER, TEXT = 4, 2, 1  # what a word counts by its place
    MAX_NAMES = 30

    _WORD = re.compile(r"[^\W_]+")
    _HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
    _SYNTAX = frozenset("class def typeddict notrequired literal any none str int float bool list dict".split())

    def __init__(self, descriptions: list[dict[str, Any]]) -> None:
        self._stubs = {tool["name"]: tool["doc"] for tool in descriptions}
        self._places: dict[str, dict[str, int]] = {}  # word -> name of the tool -> what it counts there
        for tool in descriptions:
            places = [
                (self.TEXT, self._words(tool["doc"]) - self._SYNTAX),
                *((self.PARAMETER, self._words(parameter["name"])) for parameter in tool["params"]),
                (self.NAME, self._words(tool["name"])),
            ]
            for count, words in places:
                for word in words:
                    found = self._places.setdefault(word, {})
                    found[tool["name"]] = max(count, found.get(tool["name"], 0))

    @classmethod
    def _words(cls, text: str) -> set[str]:
        return {word.lower() for word in cls._WORD.findall(cls._HUMP.sub(" ", text))}

    def search(self, query: str, limit: int) -> str:
        """The stubs of the tools that fit the words best."""
        words = sorted(self._words(query))
        scores = self._scores(words, query.strip()) if words else dict.fromkeys(self._stubs, 0.0)
        if not scores:
            return self._nothing(query, words)
        names = sorted(scores, key=lambda name: (-scores[name], name))
        shown, more = names[:limit], names[limit:]
        text = "\n".join(self._without_repetitions(shown))
        return text + (f"\n# {len(more)} more: {self._list(more)}" if more else "")

    def _scores(self, words: list[str], query: str) -> dict[str, float]:
        scores: dict[str, float] = {query: 1000.0} if query in self._stubs else {}
        for word in words:
            found: dict[str, int] = {}
            for other, places in self._places.items():
                factor = self._likeness(word, other)
                if factor:
                    for name, count in places.items():
                        found[name] = max(factor * count, found.get(name, 0))
            # A word that most tools have, such as "get", says little.
            rarity = math.log2(1 + len(self._stubs) / len(found)) if found else 0.0
            for name, count in found.items():
                scores[name] = scores.get(name, 0.0) + count * rarity
        return scores

    @staticmethod
    def _likeness(word: str, other: str) -> int:
        """4 for the same word, 3 for another form of it, as far as their beginnings tell, 1 for a part of it."""
        if word == other:
            return 4
        shorter, longer = sorted((word, other), key=len)
        common = max(3 if longer.startswith(shorter) else 4, len(shorter) - 2)
        if len(longer) - common <= 5 and len(shorter) >= common and shorter[:common] == longer[:common]:
            return 3
        return 1 if shorter in longer and (len(shorter) > 3 or not shorter.isascii()) else 0

    def _without_repetitions(self, names: list[str]) -> Iterator[str]:
        """The stubs of tools; the types that several use only once."""
        written = set()
        for name in names:
            part: list[str] = []
            for line in [*self._stubs[name].splitlines(), None]:
                if line is None or (line[:1] not in ("", " ", "}") and part):
                    text = "\n".join(part)
                    if text and text not in written:
                        written.add(text)
                        yield text
                    part = []
                if line is not None:
                    part.append(line)

    def _nothing(self, query: str, words: list[str]) -> str:
        if not self._stubs:
            return "There are no functions to call."
        close = [match for word in words for match in difflib.get_close_matches(word, self._places, 1, 0.7)]
        hint = f" Did you mean {' '.join(close)!r}?" if close else ""
        names = self._list(sorted(self._stubs))
        return f"No function matches {cut(query, 100)!r}.{hint} There are {len(self._stubs)}: {names}"

    @classmethod
    def _list(cls, names: list[str]) -> str:
        listed = ", ".join(names[: cls.MAX_NAMES])
        return listed + (f", … ({len(names) - cls.MAX_NAMES} more)" if len(names) > cls.MAX_NAMES else "")


# --- event loop -----------------------------------------------------------------------------------------------------


class SessionLoopMixin:
    """The one event loop of a session: tells the host when it is idle, stands still while suspended, can be nested."""

    # An answer that has arrived reaches the task that awaits it, through tasks between, before a timer may give it up.
    ROUNDS_BEFORE_TIMERS = 6

    _selector: Any
    _scheduled: Any
    _ready: Any
    _clock_resolution: float
    _stopping: bool
    _timer_cancelled_count: int

    def __init__(self, port: Port) -> None:
        self._port = port
        self._roots: list[Any] = []
        self._deadlock: str | None = None
        self._rounds = 0  # in which no timer may fire
        super().__init__()  # type: ignore[call-arg]

    def time(self) -> float:
        return self._port.time()

    def close(self) -> None:
        """Programs close loops that they think are theirs; this one lives as long as the session."""

    def reset(self) -> None:
        """Forgets what a program has left: callbacks, timers, handlers, factories, connections."""
        loop: Any = self
        for handle in (*self._scheduled, *self._ready):
            handle.cancel()
        self._scheduled.clear()
        self._ready.clear()
        self._timer_cancelled_count = self._rounds = 0
        self._stopping = False
        self._deadlock = None
        self._roots.clear()
        loop.set_exception_handler(None)
        loop.set_task_factory(None)
        loop.set_debug(False)
        loop._asyncgens_shutdown_called = loop._executor_shutdown_called = False
        for number in list(getattr(self, "_signal_handlers", ())):
            loop.remove_signal_handler(number)

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
        if self._timers_may_fire():
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

    def is_timer_due(self) -> bool:
        return bool(self._scheduled) and self._scheduled[0]._when <= self.time()

    def _timers_may_fire(self) -> bool:
        if self._port.answered:
            self._port.answered = False
            self._rounds = self.ROUNDS_BEFORE_TIMERS
        elif self._rounds:
            self._rounds = self._rounds - 1 if self._ready else 0
        return self._rounds == 0

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
        running = _running_loop()
        if running is not None and running is not self:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        if running is None and future is self._port.last_value:
            return future  # run_until_complete(tool(...)): the call has blocked and is done
        own = not asyncio.isfuture(future)
        future = asyncio.ensure_future(future, loop=self)  # type: ignore[arg-type]
        self._roots.append(future)
        try:
            if running is None:
                return super().run_until_complete(future)  # type: ignore[misc]
            if own:
                future._log_destroy_pending = False
            return self._run_nested(future)
        except asyncio.CancelledError as cancelled:
            if self._deadlock is None:
                raise
            error = DeadlockError(self._deadlock)
            self._deadlock = None
            raise error.with_traceback(_origin(cancelled).__traceback__) from None
        finally:
            if future in self._roots:
                self._roots.remove(future)
            if own and future.done() and not future.cancelled():
                future.exception()  # it was raised; nobody needs to be told that it was not

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

    def create_task(self, coro: Any, **options: Any) -> Any:
        task = super().create_task(coro, **options)  # type: ignore[misc]
        task._ptc_program = self._port.program
        return task

    def default_exception_handler(self, context: dict[str, Any]) -> None:
        """Says what Python says, but not in a later program, which may be the one to let go of a failed task."""
        task = context.get("task") or context.get("future")
        if getattr(task, "_ptc_program", self._port.program) == self._port.program != 0:
            super().default_exception_handler(context)  # type: ignore[misc]


def _origin(cancelled: BaseException) -> BaseException:
    """The first of a chain of cancellations: before Python 3.11 only that one knows where the program waited."""
    while isinstance(cancelled.__context__, asyncio.CancelledError):
        cancelled = cancelled.__context__
    return cancelled


class WatchedSelector:
    """A selector that tells when its loop has nothing to do; answers come through a thread."""

    LOOK_SECONDS = 0.1
    LOOKS = 5  # until workers of a pool are believed to have nothing to do

    def __init__(self, selector: Any, loop: Any, port: Port) -> None:
        self._selector = selector
        self._loop = loop
        self._port = port
        self._looks = 0

    def select(self, timeout: float | None = None) -> Any:
        port = self._port
        if timeout is not None and timeout <= 0:
            port.flush()
            return self._selector.select(timeout)
        if timeout is None and not port._calls:
            return self._await_others()
        port.rest(timeout)
        events = self._selector.select(timeout)
        if port.suspended:
            port.await_resumed()
        if timeout is not None:
            port.woke()
        return events

    def _await_others(self) -> Any:
        """Waits for what threads, processes and connections of the program can bring about, while there are any."""
        self._port.rest(None)
        if self._alone():
            self._loop.deadlocked()
            return []
        events = self._selector.select(self.LOOK_SECONDS)
        if events:
            self._looks = 0
        return events

    def _alone(self) -> bool:
        """Whether no thread, process or connection could wake the loop."""
        if len(self._selector.get_map()) > 1 or has_children():  # one is the loop's own
            return False
        tops = self._port.other_threads()
        if not all(map(is_idle_worker, tops)):
            self._looks = 0
            return False
        self._looks += 1  # a worker may be about to begin
        return not tops or self._looks > self.LOOKS

    def forget(self, own: int) -> None:
        """Takes out all connections but the loop's own."""
        self._looks = 0
        for key in list(self._selector.get_map().values()):
            if key.fd != own:
                self._selector.unregister(key.fileobj)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._selector, name)


class PumpSelector:
    """The selector of a loop without threads and sockets: to wait is to receive."""

    POLL_EVERY = 16  # a loop that never rests looks for answers so often, and before a timer fires

    def __init__(self, loop: Any, port: Port) -> None:
        self._loop = loop
        self._port = port
        self._skipped = 0

    def select(self, timeout: float | None = None) -> list[Any]:
        port = self._port
        if timeout is not None and timeout <= 0:
            self._skipped += 1
            port.flush()
            if port._calls and (self._skipped >= self.POLL_EVERY or self._loop.is_timer_due()):
                self._skipped = 0
                port.pump(0.0)
            return []
        self._skipped = 0
        if timeout is None and not port._calls:
            port.flush()
            self._loop.deadlocked()
            return []
        port.rest(timeout)
        if port._calls:
            port.pump(timeout)
        elif timeout is not None:
            _sleep(timeout)
        if timeout is not None:
            port.woke()
        return []

    def close(self) -> None:
        pass


def new_session_loop(port: Port) -> Any:
    """The event loop of a session; it becomes the port's."""
    if port.threaded:

        class SessionLoop(SessionLoopMixin, asyncio.SelectorEventLoop):
            def __init__(self) -> None:
                super().__init__(port)
                self._selector = WatchedSelector(self._selector, self, port)

            def reset(self) -> None:
                super().reset()
                self._selector.forget(self._ssock.fileno())  # type: ignore[attr-defined]

    else:

        class SessionLoop(SessionLoopMixin, asyncio.base_events.BaseEventLoop):  # type: ignore[no-redef]
            def __init__(self) -> None:
                super().__init__(port)
                self._selector = PumpSelector(self, port)

            def _process_events(self, event_list: Any) -> None:
                pass

            def _write_to_self(self) -> None:
                pass

    port.loop = SessionLoop()
    return port.loop


class LoopFunctions:
    """asyncio's functions that start loops, in a form that works where a loop is running already."""

    def __init__(self, loop: Any, port: Port) -> None:
        self._loop = loop
        self._port = port
        self._thread = _get_ident()
        self._original_run = asyncio.run
        self._original_new = asyncio.new_event_loop
        self._original_get = asyncio.get_event_loop
        self._names = dict(vars(asyncio))
        self._names.update(run=self.run, new_event_loop=self.new_event_loop, get_event_loop=self.get_event_loop)
        if hasattr(asyncio, "Runner"):
            self._names["Runner"] = self._runner_class(asyncio.Runner)

    def _here(self) -> bool:
        return _get_ident() == self._thread and not self._port.forked

    def restore(self) -> None:
        restore_names(vars(asyncio), self._names)

    def install(self) -> None:
        """Makes all as a program may expect it."""
        self.restore()
        asyncio.events.new_event_loop = self.new_event_loop
        asyncio.events.get_event_loop = self.get_event_loop
        self._loop.reset()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            asyncio.set_event_loop(self._loop)

    def run(self, main: Any, *, debug: bool | None = None, **options: Any) -> Any:
        """asyncio.run, which can also be called where an event loop runs."""
        if not self._here():
            return self._original_run(main, debug=debug, **options)
        if not asyncio.iscoroutine(main):
            if _running_loop() is None and main is self._port.last_value:
                return main  # asyncio.run(tool(...)) without a running loop: the call has blocked and is done
            if not isinstance(main, collections.abc.Awaitable):
                raise ValueError(f"a coroutine was expected, got {main!r}")
            main = _await(main)
        before = self.tasks()
        try:
            return self._loop.run_until_complete(main)
        finally:
            self.end_tasks(before)

    def tasks(self) -> set[Any]:
        return asyncio.all_tasks(self._loop)

    def end_tasks(self, before: set[Any]) -> None:
        """Cancels the tasks that are new since ``before`` and waits for them, as asyncio.run does at its end."""
        tasks = self.tasks() - before
        if _running_loop() is not None and len(before) > 1:
            return  # any of the tasks around this one may have started them
        if tasks:
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(_settle(tasks))

    def new_event_loop(self) -> Any:
        return self._loop if self._here() else self._original_new()

    def get_event_loop(self) -> Any:
        return _running_loop() or (self._loop if self._here() else self._original_get())

    def _runner_class(self, original: Any) -> Any:
        functions = self

        class Runner:
            """asyncio.Runner on the session's event loop."""

            def __new__(cls, *args: Any, **kwargs: Any) -> Any:
                return object.__new__(cls) if functions._here() else original(*args, **kwargs)

            def __init__(self, *, debug: bool | None = None, loop_factory: Any = None) -> None:
                self._before: Any = None
                self._closed = False

            def __enter__(self) -> Any:
                self.get_loop()
                return self

            def __exit__(self, *_: Any) -> None:
                self.close()

            def close(self) -> None:
                if self._before is not None and not self._closed:
                    functions.end_tasks(self._before)
                self._closed = True

            def get_loop(self) -> Any:
                if self._closed:
                    raise RuntimeError("Runner is closed")
                if self._before is None:
                    self._before = functions.tasks()
                return functions._loop

            def run(self, coro: Any, *, context: Any = None) -> Any:
                loop = self.get_loop()
                if context is not None:
                    coro = loop.create_task(coro, context=context)
                return loop.run_until_complete(coro)

        return Runner


async def _await(awaitable: Any) -> Any:
    return await awaitable


async def _settle(tasks: Iterable[Any]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


def restore_names(names: dict[str, Any], before: dict[str, Any]) -> None:
    """Gives a namespace the names and values that it had before, and no others."""
    if len(names) != len(before) or names.keys() != before.keys():
        for name in [name for name in names if name not in before]:
            del names[name]
    restore_values(names, before)


def restore_values(names: dict[str, Any], before: dict[str, Any]) -> None:
    """Gives names the values that they had before. Mostly nothing has changed, and that is seen without a loop here."""
    if all(map(operator.is_, map(names.get, before), before.values())):
        return
    for name, value in before.items():
        if names.get(name, names) is not value:
            names[name] = value


def has_children() -> bool:
    """Whether this process has started others and not waited for them to end."""
    if not hasattr(os, "waitid"):
        return False
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        return True
    except OSError:
        return False


def has_running_children() -> bool:
    """Whether this process has started others that go on; forgets those that have ended."""
    if not hasattr(os, "waitpid"):
        return False
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
        return True
    except OSError:
        return False


# --- output ---------------------------------------------------------------------------------------------------------


class Output:
    """Everything that a program prints, by whatever means, on its way to the host in the order of printing."""

    BATCH = 8 * 1024  # characters that are collected before they leave
    LARGEST = 64 * 1024  # bytes of text in one message
    READS = 32  # of 64 KiB that are taken at a time from a process that floods its output
    BEYOND = 1024 * 1024  # bytes over the limit until the host is left to end the program

    def __init__(self, port: Port) -> None:
        self._port = port
        self._lock = _thread.RLock()  # never held while sending
        self._parts: list[tuple[int, str]] = []
        self._size = 0
        self._left = 0
        self._limit = 0
        self._beyond = 0
        self._gave_up = False
        self._decoders: dict[int, Any] = {}
        self._has_captured: Callable[[], bool] = getattr(port.transport, "has_captured", lambda: False)
        self._direct = False  # in a forked child, which has no connection

    def begin(self, limit: int) -> None:
        self._limit = self._left = limit
        self._beyond = 0
        self._gave_up = False

    @property
    def exceeded(self) -> str | None:
        """What to say if the program has printed more than it may."""
        return f"the program printed more than {self._limit} bytes, the most it may print" if self._beyond else None

    def write(self, stream: int, text: str) -> None:
        """Prints. Raises OutputLimit when the program has printed all that it may."""
        if self._direct:
            self._write_direct(stream, text)
            return
        over = self._port.transport.locked(self._lock, self._write, stream, text)
        if self._size >= self.BATCH:
            self.emit()
            self._port.flush()
        if over:
            raise OutputLimit(self.exceeded)

    def _write(self, stream: int, text: str) -> bool:
        if self._has_captured():
            self.drain()  # it was written before
        return self._add(stream, text)

    def _add(self, stream: int, text: str) -> bool:
        with self._lock:
            if not self._port.program:
                return False
            data = str.encode(text[: self._left + 1], "utf-8", "replace")
            over = len(data) > self._left
            if over:
                self._beyond += len(text)
                data = data[: self._left]
                text = data.decode("utf-8", "ignore")
                if self._beyond > self.BEYOND and not self._gave_up:
                    # Nothing here stops it: it catches everything, or it is another process. The host does.
                    self._gave_up = True
                    self._put(stream, "…" * self.LARGEST)
            else:
                text = data.decode("utf-8")
            self._left -= len(data)
            if text:
                self._parts.append((stream, text))
                self._size += len(text)
        return over

    def emit(self) -> bool:
        """Queues what was printed, which leaves with the next flush; whether there was anything."""
        if not self._parts:
            return False
        sent: bool = self._port.transport.locked(self._lock, self._emit)
        return sent

    def _emit(self) -> bool:
        parts, self._parts, self._size = self._parts, [], 0
        for stream, group in itertools.groupby(parts, lambda part: part[0]):
            self._put(stream, "".join([text for _, text in group]))
        return bool(parts)

    def _put(self, stream: int, text: str) -> None:
        step = self.LARGEST // 4  # a character has at most four bytes
        for start in range(0, len(text), step):
            self._port.put_output(message("out", n=self._port.program, s=stream, text=text[start : start + step]))

    def capture(self, descriptor: int, stream: int) -> None:
        """Takes what was written to a real descriptor."""
        with self._lock:
            for _ in range(self.READS):
                try:
                    data = _os_read(descriptor, 1 << 16)
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
        """Takes what has been written to real descriptors so far."""
        for descriptor, stream in getattr(self._port.transport, "captured", {}).items():
            self.capture(descriptor, stream)

    def finish(self) -> None:
        """Takes all that the program has printed, and queues it."""
        self.drain()
        decoders, self._decoders = self._decoders, {}
        for stream, decoder in decoders.items():
            self._add(stream, decoder.decode(b"", True))
        self.emit()

    def _write_direct(self, stream: int, text: str) -> None:
        data = memoryview(str.encode(text, "utf-8", "replace"))
        while data:
            data = data[_os_write(stream, data) :]

    def after_fork(self) -> None:
        self._lock = _thread.RLock()
        self._parts, self._size, self._direct = [], 0, True


class ProgramStream(io.TextIOBase):
    """sys.stdout or sys.stderr of programs."""

    encoding = "utf-8"
    errors = "replace"
    newlines = None
    line_buffering = False
    write_through = False
    mode = "w"

    def __init__(self, output: Output, number: int) -> None:
        self._output = output
        self._number = number
        self.name = "<stdout>" if number == 1 else "<stderr>"
        self.buffer = ProgramBytes(self)

    def write(self, text: Any) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        text = str.__str__(text)
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
    """sys.stdout.buffer or sys.stderr.buffer of programs."""

    mode = "wb"

    def __init__(self, stream: ProgramStream) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.name = stream.name
        self.raw = self

    def write(self, data: Any) -> int:
        data = memoryview(data).tobytes()
        self._stream.write(self._decoder.decode(data))
        return len(data)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return False

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

    readline = readlines = read

    @property
    def buffer(self) -> NoInput:
        return self

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
# What some system cannot store, takes for something else, or shows as another name; the host takes none of it.
UNSAFE_NAME = (
    "[\\x00-\\x1f\\x7f-\\x9f\\u2028-\\u202e\\u2066-\\u2069\\\\:]|[. ](?:/|$)|"
    "(?i:(?:^|/)(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:[./]|$))"
)

Stamp = Any  # what changes when the content of a file does


class IncomingFile:
    """A file on its way from the host: it appears under its name when it is whole."""

    def __init__(self, path: str, stream: int, size: int) -> None:
        self._path = path
        self._part = os.path.join(os.path.dirname(path), f".incoming-{stream}")
        self._left = size
        self._target: Any = None
        self.error: str | None = None

    @property
    def complete(self) -> bool:
        return self._left <= 0

    def open(self) -> None:
        os.makedirs(os.path.dirname(self._path), exist_ok=True)
        self._target = open(self._part, "wb")  # noqa: SIM115

    def write(self, data: bytes) -> None:
        self._left -= len(data)
        if self._target is not None:
            self._target.write(data)

    def finish(self) -> None:
        if self._target is not None:
            self._target.close()
            os.replace(self._part, self._path)  # also of a file that is read-only, or a link

    def fail(self, error: OSError) -> None:
        self.error = error.strerror or str(error)
        target, self._target = self._target, None
        for clean_up in (getattr(target, "close", None), lambda: os.unlink(self._part)):
            try:
                if clean_up is not None:
                    clean_up()
            except OSError:
                pass  # what could not be written cannot be flushed; what is not there cannot be deleted


class SessionFiles:
    """The working folder of a session: what the host put there, and the output folder that it gets back."""

    MAX_SEEN = 10_000  # files and folders that are looked at
    MAX_WARNINGS = 10

    def __init__(self, folder: str | None, port: Port) -> None:
        self._port = port
        self.folder = folder or tempfile.mkdtemp(prefix="ptc-")
        self.output = os.path.join(self.folder, OUTPUT_FOLDER)
        self._incoming: dict[int, IncomingFile] = {}
        self._before: dict[str, Stamp] = {}
        self._streams = 0

    def enter(self) -> str | None:
        """Makes the folders, if a program removed or closed them, and goes there; says what cannot be mended."""
        try:
            self._make_folder(self.folder)
            self._make_folder(self.output)
            os.chdir(self.folder)
        except OSError as error:
            return f"the working folder cannot be used: {error.strerror or error}"
        return None

    @staticmethod
    def _make_folder(path: str) -> None:
        if os.path.islink(path) or os.path.isfile(path):
            os.unlink(path)
        os.makedirs(path, exist_ok=True)
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
            os.chmod(path, 0o700)

    # Into the session

    def begin_file(self, fields: dict[str, Any]) -> None:
        stream, parts = fields["stream"], fields["path"].split("/")
        self._incoming[stream] = file = IncomingFile(os.path.join(self.folder, *parts), stream, fields["size"])
        self._do(stream, file.open)

    def chunk(self, payload: bytes) -> None:
        stream = int.from_bytes(payload[:4], "big")
        file = self._incoming[stream]
        self._do(stream, lambda: file.write(payload[4:]))

    def _do(self, stream: int, step: Callable[[], None]) -> None:
        """One step of receiving a file; the host hears of its end, or of the first that goes wrong."""
        file = self._incoming[stream]
        try:
            step()
            if file.complete:
                file.finish()
        except OSError as error:
            file.fail(error)
        if file.complete:
            del self._incoming[stream]
            fields = {} if file.error is None else {"error": file.error}
            self._port.put(message("filed", stream=stream, **fields))
            self._port.flush()

    # Out of the session

    def remember(self) -> None:
        self._before = {relative: stamp for relative, _, stamp in self._found([])}

    def _found(self, warned: list[str]) -> Iterator[tuple[str, str, Stamp]]:
        """Regular files of the output folder: name in it, path, and stamp. Links are neither found nor followed."""
        folders, seen = [""], 0
        while folders:
            below = folders.pop()
            try:
                entries = sorted(os.scandir(os.path.join(self.output, below)), key=lambda entry: entry.name)
            except OSError:
                continue
            for entry in entries:
                seen += 1
                if seen > self.MAX_SEEN:
                    warned.append(f"{OUTPUT_FOLDER} has more than {self.MAX_SEEN} files and folders: not all were seen")
                    return
                relative = below + entry.name
                try:
                    status = entry.stat(follow_symlinks=False)
                except OSError:
                    continue
                if stat.S_ISDIR(status.st_mode):
                    folders.append(relative + "/")
                elif stat.S_ISREG(status.st_mode):
                    yield relative, entry.path, (status.st_mtime_ns, status.st_size, status.st_ino)

    def send(self, max_files: int, max_bytes: int) -> list[str]:
        """Sends files that are new or changed; returns warnings about those that cannot be sent."""
        warned: list[str] = []
        for relative, path, stamp in self._found(warned):
            if self._before.get(relative) == stamp:
                continue
            if len(warned) >= self.MAX_WARNINGS:
                warned.append("more files were left out")
                break
            if max_files <= 0:
                warned.append(f"more new files are in {OUTPUT_FOLDER} than are handed over; some were left out")
                break
            try:
                max_bytes -= self._send(relative, path, max_bytes)
                max_files -= 1
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or error
                warned.append(f"the file {text_of(relative)[:200]!r} was left out: {reason}")
        return warned

    def _send(self, relative: str, path: str, room: int) -> int:
        if len(relative) > 255 or not is_unicode(relative) or re.search(UNSAFE_NAME, relative):
            raise ValueError("its name does not work everywhere")
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(opened, "rb") as source:
            data = source.read(room + 1)
        if len(data) > room:
            raise ValueError(f"the new files of a program may have {room} more bytes")
        self._streams += 1
        port = self._port
        port.put(message("file", n=port.program, path=relative, stream=self._streams, size=len(data)))
        for start in range(0, len(data), CHUNK_BYTES):
            port.put(frame(FRAME_CHUNK, self._streams.to_bytes(4, "big") + data[start : start + CHUNK_BYTES]))
            port.flush()
        return len(data)


# --- figures --------------------------------------------------------------------------------------------------------

BACKEND = "ptc_figures"
BACKEND_CHOICE = "MPLBACKEND"  # the environment variable that matplotlib reads while it is imported
CHOSEN = f"module://{BACKEND}"
PICTURES = ("png", "jpg", "jpeg", "gif", "webp")


class Figures:
    """Makes files of the output folder of what matplotlib shows: figure-1.png, figure-2.png and so on.

    A finder of modules that offers itself as matplotlib's backend, unless another one was chosen. Nothing happens
    before a program imports matplotlib. A figure keeps its file: shown again, it is written again if it has changed.
    One that the program saved as a picture in the output folder needs no other file.
    """

    MAX_WARNINGS = 5

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._program = 0
        self._most = self._left = 0
        self._left_out = False
        self._open: Callable[[], list[Any]] = list
        self._close: Callable[[int], None] = _do_nothing

    def begin(self, most: int) -> None:
        """A program begins, which may leave so many figures."""
        self._program += 1
        self._most = self._left = most
        self._left_out = False
        finders: Any = getattr(sys, "meta_path", None)
        if type(finders) is list and not any(finder is self for finder in finders):
            finders.insert(0, self)

    # As a finder and loader of modules

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name == "matplotlib":
            if not os.environ.get(BACKEND_CHOICE):
                os.environ[BACKEND_CHOICE] = CHOSEN
        elif name == "matplotlib.pyplot":
            self._withdraw_choice()
        elif name == BACKEND:
            from importlib.machinery import ModuleSpec

            return ModuleSpec(name, self)
        return None

    @staticmethod
    def _withdraw_choice() -> None:
        """Matplotlib has read it; processes that the program starts have no such module."""
        if os.environ.get(BACKEND_CHOICE) == CHOSEN:
            del os.environ[BACKEND_CHOICE]

    @staticmethod
    def create_module(spec: Any) -> None:
        return None

    def exec_module(self, module: Any) -> None:
        import matplotlib
        from matplotlib import _pylab_helpers
        from matplotlib.backend_bases import FigureManagerBase
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        figures, registry = self, _pylab_helpers.Gcf

        class FigureManager(FigureManagerBase):
            def show(self) -> None:
                figures._save(self.canvas)

            @classmethod
            def pyplot_show(cls, block: Any = None) -> None:
                show(block)

        class FigureCanvas(FigureCanvasAgg):
            manager_class = FigureManager
            ptc_file: str | None = None
            ptc_saved = 0  # the program in which its figure became a file

            def print_figure(self, filename: Any, *positional: Any, **named: Any) -> Any:
                result = super().print_figure(filename, *positional, **named)
                figures._printed(self, filename, named.get("format"))
                return result

        def show(block: Any = None) -> None:
            stay = matplotlib.is_interactive() if block is None else not block
            for manager in figures._open():
                figures._save(manager.canvas)
                if not stay:
                    figures._close(manager.num)

        def ours() -> list[Any]:
            managers = [one for one in registry.get_all_fig_managers() if isinstance(one.canvas, FigureCanvas)]
            return sorted(managers, key=lambda one: one.num)

        self._open, self._close = ours, registry.destroy
        module.FigureManager, module.FigureCanvas, module.show = FigureManager, FigureCanvas, show

    # Figures as files

    def _printed(self, canvas: Any, target: Any, kind: Any) -> None:
        """A figure was saved somewhere."""
        if not isinstance(target, (str, os.PathLike)):
            return
        path = os.path.realpath(target)
        kind = kind or os.path.splitext(path)[1][1:] or "png"
        if str(kind).lower() in PICTURES and path.startswith(os.path.realpath(self._folder) + os.sep):
            canvas.ptc_saved = self._program
            canvas.figure.stale = False  # from here on it tells of changes

    def _save(self, canvas: Any) -> None:
        figure = canvas.figure
        empty = len(figure.get_children()) < 2  # nothing but its background
        if empty or (canvas.ptc_saved == self._program and not figure.stale):
            return
        if canvas.ptc_saved != self._program:
            if self._left <= 0:
                self._left_out = True
                return
            self._left -= 1
        path = canvas.ptc_file or self._free_name()
        try:
            os.makedirs(self._folder, exist_ok=True)
            figure.savefig(path, format="png", bbox_inches="tight")
        finally:  # one that cannot be drawn is tried again when it has changed
            canvas.ptc_saved = self._program
            figure.stale = False
        canvas.ptc_file = path

    def _free_name(self) -> str:
        paths = (os.path.join(self._folder, f"figure-{number}.png") for number in itertools.count(1))
        return next(path for path in paths if not os.path.lexists(path))

    def end(self) -> list[str]:
        """Saves and closes what is still open, for programs that forget to show it; returns warnings."""
        warned: list[str] = []
        try:
            self._withdraw_choice()
            for manager in self._open():
                self._end(manager, warned)
        except BaseException as error:  # whatever the program has made of matplotlib
            warned.append(f"open figures were not saved: {_type_name(type(error))}")
        if self._left_out:
            warned.append(f"some figures were left out: a program may leave {self._most} files")
        return warned

    def _end(self, manager: Any, warned: list[str]) -> None:
        try:
            self._save(manager.canvas)
        except BaseException as error:
            if len(warned) < self.MAX_WARNINGS:
                reason = text_of(f"{_type_name(type(error))}: {error}")[:300]
                warned.append(f"figure {text_of(str(manager.num))[:20]} could not be saved: {reason}")
        self._close(manager.num)


# --- program --------------------------------------------------------------------------------------------------------

RESULT = "<result>"
RETURNED = "<returned>"
MAX_MESSAGE = 2_000
MAX_TRACEBACK = 8_000
TOP_LEVEL_AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = inspect.CO_COROUTINE
_LINE_END = re.compile(r"\r\n|\r|\n")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_BLOCKS = ("body", "orelse", "finalbody")
_CLAUSES = ("handlers", "cases")


def compile_program(source: str, name: str) -> types.CodeType:
    """Compiles a program as a module with top-level await and return; its last expression is kept as its result."""
    tree: Any = compile(source, name, "exec", ast.PyCF_ONLY_AST | TOP_LEVEL_AWAIT, dont_inherit=True)
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        tree.body[-1] = _assign(RESULT, tree.body[-1].value, tree.body[-1])
    if _returns(tree.body):
        tree.body = _with_returns(tree, name)
    return compile(tree, name, "exec", TOP_LEVEL_AWAIT, dont_inherit=True)


def _returns(statements: list[Any]) -> bool:
    """Whether a ``return`` stands outside of functions. Looks at no expressions: they may be nested very deeply."""
    left = list(statements)
    while left:
        statement = left.pop()
        if isinstance(statement, ast.Return):
            return True
        if not isinstance(statement, _FUNCTIONS):
            for block in _blocks(statement):
                left += block
    return False


def _clauses(statement: Any) -> list[Any]:
    """The except and case clauses of a statement."""
    return [clause for field in _CLAUSES for clause in getattr(statement, field, ())]


def _blocks(statement: Any) -> Iterator[list[Any]]:
    """The blocks of statements in a compound statement."""
    for owner in (statement, *_clauses(statement)):
        for field in _BLOCKS:
            block = getattr(owner, field, None)
            if isinstance(block, list):
                yield block


def _with_returns(tree: Any, name: str) -> list[Any]:
    """A program whose returns leave a loop around all of it.

    An exception would not do: handlers, context managers and task groups tell it from a return.
    """
    placeholders = copy.copy(tree)
    placeholders.body = _replace_returns(tree.body, _pass, _nothing)
    compile(placeholders, name, "exec", TOP_LEVEL_AWAIT, dont_inherit=True)  # a break outside of loops stays an error
    head, body = _split_head(tree.body)
    body = _replace_returns(body, _leave, _leave_too)
    first, last = body[0], body[-1]
    once = ast.While(_located(ast.Constant(True), first), [*body, _located(ast.Break(), last)], [])
    nothing = _assign(RETURNED, _located(ast.Constant(None), first), first)
    return [*head, nothing, _located(once, first)]


def _split_head(body: list[Any]) -> tuple[list[Any], list[Any]]:
    """What must stand at the very beginning of a module, and the rest."""
    end = 0
    while end < len(body) - 1:
        statement = body[end]
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not is_text and getattr(statement, "module", None) != "__future__":
            break
        end += 1
    return body[:end], body[end:]


def _pass(statement: Any) -> list[Any]:
    return [_located(ast.Pass(), statement)]


def _nothing(loop: Any) -> list[Any]:
    return []


def _leave_too(loop: Any) -> list[Any]:
    was_left = _located(ast.Name(RETURNED, ast.Load()), loop)
    return [_located(ast.If(was_left, [_located(ast.Break(), loop)], []), loop)]


def _leave(statement: Any) -> list[Any]:
    value = statement.value or _located(ast.Constant(None), statement)
    returned = _assign(RETURNED, _located(ast.Constant(True), statement), statement)
    return [_assign(RESULT, value, statement), returned, _located(ast.Break(), statement)]


def _replace_returns(
    block: list[Any], replace: Callable[[Any], list[Any]], after_loop: Callable[[Any], list[Any]]
) -> list[Any]:
    """A copy of a block of statements without returns; ``after_loop`` follows loops that had one."""
    result = []
    for statement in block:
        if isinstance(statement, ast.Return):
            result += replace(statement)
        elif isinstance(statement, _FUNCTIONS) or not _returns([statement]):
            result.append(statement)
        else:
            changed = copy.copy(statement)
            for field in _CLAUSES:
                if hasattr(changed, field):
                    setattr(changed, field, [copy.copy(clause) for clause in getattr(changed, field)])
            for owner in (changed, *_clauses(changed)):
                for field in _BLOCKS:
                    if isinstance(getattr(owner, field, None), list):
                        setattr(owner, field, _replace_returns(getattr(owner, field), replace, after_loop))
            result.append(changed)
            if isinstance(statement, _LOOPS):
                result += after_loop(statement)
    return result


def _assign(name: str, value: Any, like: Any) -> Any:
    assignment = ast.Assign([_located(ast.Name(name, ast.Store()), like)], value)
    assignment.type_comment = None
    return _located(assignment, like)


def _located(node: Any, like: Any) -> Any:
    return ast.copy_location(node, like)


_type_name: Callable[[type], str] = type.__dict__["__name__"].__get__


def describe_error(error: BaseException, program_names: Any) -> dict[str, str]:
    """Type, message and traceback of an exception, the traceback with the program's own lines only."""
    name = _type_name(type(error))  # whatever a metaclass of the program says
    try:
        text = text_of(str(error))
    except BaseException as broken:  # a __str__ of the program
        text = f"<no message: {type(broken).__name__}>"
    try:
        shown = traceback.TracebackException.from_exception(error)
        _keep_own_lines(shown, program_names)
        trace = text_of("".join(shown.format()))
    except BaseException:
        trace = f"{name}: {text}"
    empty = "Traceback (most recent call last):\n"
    if trace.startswith(empty) and not trace[len(empty) :].startswith(" "):
        trace = trace[len(empty) :]
    return {"type": text_of(name), "message": cut(text, MAX_MESSAGE), "traceback": cut(trace.rstrip(), MAX_TRACEBACK)}


def _keep_own_lines(shown: Any, program_names: Any) -> None:
    left, seen = [shown], set()
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        one.stack = traceback.StackSummary.from_list([line for line in one.stack if line.filename in program_names])
        left += (one.__cause__, one.__context__, *(getattr(one, "exceptions", None) or ()))


def cut(text: str, size: int) -> str:
    """Keeps both ends of a long text."""
    if len(text) <= size:
        return text
    half = size // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"


class Surroundings:
    """What a program may have changed around itself and the next one must find as it was."""

    def __init__(self, output: Output) -> None:
        streams = {"stdin": NoInput(), "stdout": ProgramStream(output, 1), "stderr": ProgramStream(output, 2)}
        for name, stream in streams.items():
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        self._names = [
            (module, name, getattr(module, name))
            for module, names in (
                (sys, "stdin stdout stderr __stdin__ __stdout__ __stderr__"),
                (sys, "excepthook displayhook unraisablehook modules"),
                (threading, "excepthook"),
                (warnings, "showwarning formatwarning"),
            )
            for name in names.split()
            if hasattr(module, name)
        ]
        self._modules = dict(sys.modules)
        self._builtins = dict(vars(builtins))
        # What the runner calls, and what that calls. Not their data, which is state.
        used = (os, os.path, json, linecache, signal, threading, time, traceback)
        self._functions = [
            (vars(module), {name: value for name, value in vars(module).items() if callable(value)})
            for module in (*used, asyncio.base_events, asyncio.events, asyncio.futures, asyncio.tasks)
        ]
        self._filters = list(warnings.filters)
        self._switches = [(change, read()) for read, change in self._all_switches()]
        self._signal: Any = None
        self._handlers: dict[int, Any] = {}
        self._mask: Any = None
        self._remember_signals()

    @staticmethod
    def _all_switches() -> Iterator[tuple[Any, Any]]:
        """What can be read and set."""
        for module, getter, setter in (
            (sys, "getrecursionlimit", "setrecursionlimit"),
            (sys, "getswitchinterval", "setswitchinterval"),
            (sys, "get_int_max_str_digits", "set_int_max_str_digits"),
            (sys, "get_coroutine_origin_tracking_depth", "set_coroutine_origin_tracking_depth"),
        ):
            if hasattr(module, getter):
                yield getattr(module, getter), getattr(module, setter)
        yield gc.get_threshold, lambda threshold: gc.set_threshold(*threshold)
        yield sys.get_asyncgen_hooks, lambda hooks: sys.set_asyncgen_hooks(*hooks)

    def _remember_signals(self) -> None:
        try:
            import _signal  # the module signal turns numbers into enums, a hundred times slower
        except ImportError:
            return
        self._signal = types.SimpleNamespace(**vars(_signal))
        for number in getattr(_signal, "valid_signals", set)():
            try:
                handler = _signal.getsignal(number)
            except (OSError, ValueError):
                continue
            if handler is not None:
                self._handlers[number] = handler
        # Between programs nothing interrupts the runner; a program finds what Python has: KeyboardInterrupt.
        self._handlers[_signal.SIGINT] = _do_nothing
        if hasattr(_signal, "pthread_sigmask"):
            self._mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, ())

    def allow_interrupts(self) -> None:
        if self._signal is not None:
            self._signal.signal(self._signal.SIGINT, self._signal.default_int_handler)

    def restore(self) -> None:
        self._restore_signals()
        sys.settrace(None)
        sys.setprofile(None)
        threading.settrace(None)  # type: ignore[arg-type]
        threading.setprofile(None)
        _end_monitoring()
        for module, name, value in self._names:
            setattr(module, name, value)
        self.restore_builtins()
        for names, before in self._functions:
            restore_values(names, before)
        sys.modules.update(self._modules)
        for change, value in self._switches:
            change(value)
        warnings.filters[:] = self._filters  # type: ignore[index]
        getattr(warnings, "_filters_mutated", _do_nothing)()
        gc.enable()

    def restore_builtins(self) -> None:
        restore_names(vars(builtins), self._builtins)

    def _restore_signals(self) -> None:
        module = self._signal
        if module is None:
            return
        if hasattr(module, "setitimer"):
            for timer in (module.ITIMER_REAL, module.ITIMER_VIRTUAL, module.ITIMER_PROF):
                module.setitimer(timer, 0)
        if hasattr(module, "set_wakeup_fd"):
            module.set_wakeup_fd(-1)
        for number, handler in self._handlers.items():
            if module.getsignal(number) is not handler:
                try:
                    module.signal(number, handler)
                except (OSError, ValueError, TypeError):
                    continue
        if self._mask is not None:
            module.pthread_sigmask(module.SIG_SETMASK, self._mask)


def _do_nothing(*_: Any) -> None:
    pass


def _end_monitoring() -> None:
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None:
        return
    for number in range(6):
        if monitoring.get_tool(number) is not None:
            monitoring.set_events(number, 0)
            monitoring.free_tool_id(number)


class Session:
    """Runs the programs of one session, one after the other."""

    SETTLE_SECONDS = 1.0  # for tasks and asynchronous generators to end when they are cancelled
    GRACE_SECONDS = 0.2  # for threads and processes that are about to end

    def __init__(self, transport: Transport, folder: str | None = None) -> None:
        self._port = Port(transport)
        self._output = self._port.output = Output(self._port)
        self._files = SessionFiles(folder, self._port)
        self._figures = Figures(self._files.output)
        self._main = sys.modules["__main__"] = types.ModuleType("__main__")
        self._names = vars(self._main)
        self._tools: dict[str, Tool] = {}
        self._withdrawn: dict[str, Tool] = {}
        self._unawaited: dict[int, tuple[str, tuple[str, int]]] = {}
        self._descriptions: list[dict[str, Any]] = []
        self._index: ToolIndex | None = None
        self._search_tools = self._new_search()
        self._sources: dict[str, Any] = {}  # what linecache knows of programs
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
        warnings.filterwarnings("ignore", ".*use of fork\\(\\) may lead to deadlocks", DeprecationWarning)
        original_help = getattr(builtins, "help", None)

        def help(*subject: Any) -> None:
            """Explains a tool, or anything else."""
            explained = subject[0] if subject else None
            if isinstance(explained, str):
                explained = self._tools.get(explained, explained)
            if isinstance(explained, Tool):
                print(explained.__doc__)
            elif original_help is not None and subject:
                original_help(*subject)
            else:
                names = ", ".join(sorted(self._tools)[:MAX_HELP])
                more = len(self._tools) - MAX_HELP
                print(f"The tools are: {names}{f' and {more} more' if more > 0 else ''}. help(tool) explains one.")
                if more > 0:
                    print('search_tools("…") finds them by words.')

        def leave(code: Any = None) -> NoReturn:
            raise SystemExit(code)

        vars(builtins).update(help=help, exit=leave, quit=leave, input=_no_input, ToolError=ToolError)

    def _new_search(self) -> Callable[..., str]:
        def search_tools(query: Any = "", limit: int = 10) -> str:
            """Finds functions by words of their names, parameters and descriptions, and shows how to call them."""
            if self._index is None:
                self._index = ToolIndex(self._descriptions)
            return ToolText(self._index.search("" if query is None else str(query), max(1, int(limit))))

        search_tools.__module__, search_tools.__qualname__ = "tools", SEARCH
        return search_tools

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
        gc.freeze()
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
        kind, content = self._port.next_job()
        if kind == "run":
            self._run(content)
        elif kind == "setup":
            random.seed(content["seed"])
            self._port.set_up(content["maxFrame"])
            self._port.put(message("ready"))
            self._port.flush()
        elif kind == "file":
            self._files.begin_file(content)
        elif kind == "chunk":
            self._files.chunk(content)

    # A program

    def _run(self, fields: dict[str, Any]) -> None:
        limits, number, code = fields["limits"], fields["n"], fields["code"]
        warned = self._prepare(number, fields["tools"], limits)
        ending = self._execute(code, f"<program {number}>", limits)
        if self._port.forked:
            _end_child(ending)
        warned += self._figures.end()
        self._loop_functions.restore()
        spent = self._clean_up()
        self._surroundings.restore()
        self._port.transport.restore()
        self._output.finish()
        ending = self._judge(ending, warned)
        warned += self._files.send(limits["files"], limits["fileBytes"])
        if spent:
            ending["spent"] = spent
        self._end(number, ending, warned)

    def _prepare(self, number: int, tools: list[dict[str, Any]], limits: dict[str, Any]) -> list[str]:
        """Makes everything ready for a program; returns what it must be warned about."""
        warned: list[str] = []
        self._output.begin(limits["output"])
        self._port.transport.restore()
        self._loop_functions.install()
        problem = self._files.enter()
        if problem:
            warned.append(problem)
        self._files.remember()
        self._figures.begin(limits["files"])
        self._unawaited.clear()
        self._bind_names(tools, warned)
        self._port.begin_program(number, limits["calls"], limits["inFlight"])
        return warned

    def _end(self, number: int, ending: dict[str, Any], warned: list[str]) -> None:
        ended = message("ended", n=number, warnings=warned, **ending)
        if not self._port.fits(ended):
            text = f"the result takes {len(ended)} bytes, too many to send; return or print only what is needed"
            ended = message("ended", n=number, warnings=[], outcome="limit", limit="result", message=text)
        self._port.program = 0
        self._port.put(ended)
        self._port.flush()

    def _bind_names(self, descriptions: list[dict[str, Any]], warned: list[str]) -> None:
        names, old = self._names, self._tools
        if names.get(SEARCH) is self._search_tools:
            del names[SEARCH]
        known = {**self._withdrawn, **old}
        self._tools = {}
        for description in descriptions:
            name = description["name"]
            tool = self._tools[name] = known.pop(name, None) or Tool(self._port, self._unawaited)
            tool.describe(description)
            if names.get(name, tool) is not tool:
                warned.append(f"the name {name!r}, assigned by an earlier program, is the tool again")
        for name, tool in known.items():
            tool.withdraw()
            if names.get(name) is tool:
                del names[name]
        self._withdrawn = known
        if descriptions != self._descriptions:
            self._descriptions, self._index = descriptions, None
        self._bind_search(warned)
        for name, value in (("asyncio", asyncio), ("json", json), ("ToolError", ToolError), ("__doc__", None)):
            names.setdefault(name, value)
        names.update(self._tools, __name__="__main__", __builtins__=builtins)

    def _bind_search(self, warned: list[str]) -> None:
        """Makes ``search_tools`` a function of the program, unless a tool has the name."""
        if SEARCH not in self._tools:
            if SEARCH in self._names:
                warned.append(f"the name {SEARCH!r}, assigned by an earlier program, is the function again")
            self._names[SEARCH] = self._search_tools

    def _keep_source(self, name: str, code: str) -> None:
        lines = [line + "\n" for line in _LINE_END.split(code)]
        self._sources[name] = (len(code), None, lines, name)
        linecache.cache.update(self._sources)

    def _execute(self, source: str, name: str, limits: dict[str, Any]) -> dict[str, Any]:
        self._keep_source(name, source)
        try:
            try:
                self._surroundings.allow_interrupts()
                value = self._value_of(compile_program(source.lstrip("\ufeff"), name))
                return self._returned(value, limits["result"])
            finally:
                self._surroundings.restore()
        except SystemExit as leaving:
            return _exited(leaving.code)
        except OutputLimit:
            return {"outcome": "limit", "limit": "output", "message": self._output.exceeded}
        except ToolLimitError as limit:
            return {"outcome": "limit", "limit": "toolCalls", "message": self._failed(limit)["error"]["traceback"]}
        except BaseException as error:
            return self._failed(error)

    def _value_of(self, code: types.CodeType) -> Any:
        names = self._names
        names.pop(RESULT, None)
        try:
            if code.co_flags & _COROUTINE:  # it awaits at its top level
                # Python 3.12 lets a StopIteration out of the code of a module, which asyncio cannot take.
                self._loop.run_until_complete(_await(types.FunctionType(code, names)()))
            else:
                exec(code, names)
            value = names.get(RESULT)
        finally:
            names.pop(RESULT, None)
            names.pop(RETURNED, None)
            self._surroundings.restore_builtins()
        while isinstance(value, collections.abc.Awaitable) and not isinstance(value, type):
            value = self._loop.run_until_complete(_await(value))
        return value

    def _returned(self, value: Any, limit: int) -> dict[str, Any]:
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

    # How it ended

    def _failed(self, error: BaseException) -> dict[str, Any]:
        linecache.cache.update(self._sources)
        described = describe_error(error, self._sources)
        hint = self._hint(error, described)
        if hint:
            described["message"] += f"; {hint}"
            if "Did you mean" not in described["traceback"]:  # newer versions of Python say it there, and only there
                described["traceback"] += f"; {hint}"
        return {"outcome": "failed", "error": described}

    def _hint(self, error: BaseException, described: dict[str, str]) -> str:
        """What the message of Python does not say about a mistake that is easily made here."""
        text = described["message"]
        if isinstance(error, NameError):
            name = getattr(error, "name", None) or text.partition("'")[2].partition("'")[0]
            return did_you_mean(name, self._tools)[2:]
        if not isinstance(error, TypeError):
            return ""
        if "'async_generator' object is not iterable" in text:
            return "an await makes a generator expression asynchronous: write [await f(x) for x in xs], with brackets"
        if "ToolCall" in text:
            return "a ToolCall is the call of a tool that was not awaited: write await before it"
        if "a coroutine or an awaitable is required" in text:
            return "outside of async functions a tool has run when its call returns: use its value as it is"
        return ""

    def _judge(self, ending: dict[str, Any], warned: list[str]) -> dict[str, Any]:
        """What else there is to say about the way a program ended."""
        text = self._unawaited_calls()
        if ending["outcome"] not in ("limit", "exited") and self._output.exceeded:
            return {"outcome": "limit", "limit": "output", "message": self._output.exceeded}  # it caught the exception
        if not text:
            return ending
        if ending["outcome"] != "returned":
            warned.append(text)
            return ending
        error = {"type": "RuntimeError", "message": text, "traceback": f"RuntimeError: {text}"}
        return {"outcome": "failed", "error": error}

    def _unawaited_calls(self) -> str:
        calls = []
        unawaited = list(self._unawaited.values())
        for tool, (file, line) in unawaited[:5]:
            place = f"line {line}" if file in self._sources else file
            advice = f"write `await {tool}(...)`"
            calls.append(f"the call of {tool} in {place} was never awaited and did not happen: {advice}")
        if len(unawaited) > len(calls):
            calls.append(f"and {len(unawaited) - len(calls)} more")
        self._unawaited.clear()
        return "; ".join(calls)

    # What it left behind

    def _clean_up(self) -> str | None:
        """Ends what the program left behind; says what goes on all the same."""
        spent = self._end_tasks()
        self._port.end_calls()
        return spent or self._await_end(self._left_thread) or self._await_end(self._left_process)

    def _end_tasks(self) -> str | None:
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
        for task in tasks:
            if hasattr(task, "_log_traceback"):
                task._log_traceback = False  # how it took its cancellation is not the next program's concern
        executor, loop._default_executor = loop._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)
        loop.reset()
        gc.collect(1)  # finalizers and failures of tasks speak now, not in the next program
        left = [task for task in tasks if not task.done()]
        return f"a task of it does not end when it is cancelled: {left[0].get_name()}" if left else None

    def _await_end(self, what_is_left: Callable[[], str | None]) -> str | None:
        """Gives what is about to end a moment to do so."""
        end = _monotonic() + self.GRACE_SECONDS
        left = what_is_left()
        while left and _monotonic() < end:
            _sleep(0.002)
            left = what_is_left()
        return left

    def _left_thread(self) -> str | None:
        """A thread of the program that does something; workers of a pool that wait for work do not count."""
        if not self._port.threaded:
            return None
        tops = self._port.other_threads()
        if all(is_idle_worker(top) for top in tops) and _thread._count() <= len(tops) + 1:  # one more is the reader
            return None
        names = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
        return f"a thread that it started goes on: {text_of(', '.join(map(str, names)))[:200] or 'without a name'}"

    def _left_process(self) -> str | None:
        return "a process that it started goes on" if has_running_children() else None


def _exited(code: Any) -> dict[str, Any]:
    if code is None or isinstance(code, int):
        number = int(code or 0)
        return {"outcome": "exited", "code": max(-(2**31), min(number, 2**31 - 1)), "message": ""}
    try:
        text = str(code)
    except BaseException:
        text = ""
    return {"outcome": "exited", "code": 1, "message": cut(text_of(text), MAX_MESSAGE)}


def _end_child(ending: dict[str, Any]) -> NoReturn:
    """Ends a forked child that has come to the end of the program, as Python would."""
    complaint = ending.get("error", {}).get("traceback") or ending.get("message")
    if complaint:
        print(complaint, file=sys.stderr)
    _os_exit(ending.get("code", 1 if complaint else 0) & 0xFF)


def main() -> None:
    """What the loader starts: a session on standard input and output."""
    transport = DescriptorTransport()
    try:
        Session(transport).serve()
    except BaseException as error:
        die(transport, error)


if __name__ == "__ptc_runner__":
    # In Python 3.9 a function inherits the builtins of a caller with the same globals; this one has others.
    exec("main()", {"main": main})
