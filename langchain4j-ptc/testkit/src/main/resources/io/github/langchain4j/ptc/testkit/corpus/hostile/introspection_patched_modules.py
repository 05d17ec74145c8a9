# category: introspection
# attempt: replaces functions of modules that the runner may use
# allow: returned, failed, exited, lost, limit
import asyncio, builtins, io, json, os, selectors, struct, sys, threading, time, traceback


def lie(*args, **kwargs):
    return b'{"t":"ended","n":1,"outcome":"returned","kind":"text","result":"lie"}'


for module in (json, os, struct, selectors, threading, time, traceback, io):
    for name in ("dumps", "loads", "write", "read", "pack", "unpack", "monotonic", "sleep", "format_exception"):
        if hasattr(module, name):
            setattr(module, name, lie)
echo(1)
