"""The first Python file: prepares the memory image, and later serves the session in each copy of it."""

import gc
import os
import sys
import types

# Imported already when a program starts: what programs use, and what costs half a second to import here.
MODULES = """
    abc argparse array ast asyncio base64 binascii bisect builtins calendar cmath codecs collections collections.abc
    concurrent.futures contextlib contextvars copy csv dataclasses datetime decimal difflib email.utils enum errno
    fnmatch fractions functools gc getpass glob graphlib gzip hashlib heapq hmac html html.parser inspect io ipaddress
    itertools json keyword linecache locale logging math multiprocessing numbers operator os os.path pathlib pickle
    platform pprint queue random re reprlib sched secrets shelve shlex shutil signal socket stat statistics string
    struct subprocess sys tempfile textwrap threading time timeit tomllib traceback types typing unicodedata
    urllib.error urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo
"""

_session = None


def main() -> str:
    """The first call is the build's; the next one comes in a copy and does not return."""
    if _session is None:
        _prepare()
    else:
        _session.serve()
    return ""


def _prepare() -> None:
    global _session  # noqa: PLW0603 - the image is made of this module
    import ptc_refusals
    import ptc_threads

    ptc_threads.install()
    import ptc_futures

    ptc_futures.install()
    ptc_refusals.install_early()
    import asyncio.events

    from ptc_scheduling import scheduler

    scheduler.events = asyncio.events
    ptc_refusals.install()
    import ptc_zones

    with open("/guest/zones.bin", "rb") as file:
        ptc_zones.load(file.read())
    ptc_zones.install()
    import ptc_platform

    ptc_platform.show_root()

    for name in MODULES.split():
        try:
            __import__(name)
        except ImportError as error:
            print(f"{name} cannot be imported: {error}", file=sys.stderr)
    with open("/guest/runner.py", "rb") as file:
        source = file.read()
    runner = types.ModuleType("ptc_runner")
    sys.modules["ptc_runner"] = runner
    exec(compile(source, "<runner>", "exec", dont_inherit=True), runner.__dict__)
    _session = ptc_platform.new_session(runner)
    _tidy()


def _tidy() -> None:
    """The files that are here now are not there in the copies."""
    while "/guest" in sys.path:
        sys.path.remove("/guest")
    sys.path_importer_cache.clear()
    os.chdir("/guest")
    os.environ.clear()
    import linecache

    linecache.clearcache()
    gc.collect()
    gc.freeze()
