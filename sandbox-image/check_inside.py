"""The part of `check` that runs in the container, as the only process, read from standard input."""

import importlib
import importlib.util
import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
import time
import zoneinfo

# Not in the image: what Debian keeps out of its Python (a package installer, desktop programs, a translator of
# Python 2, gdbm), what does not exist on Linux, and nis, whose library is omitted.
ABSENT = {
    "_msi", "_overlapped", "_scproxy", "_tkinter", "_winapi", "ensurepip", "idlelib", "lib2to3", "msilib", "msvcrt",
    "nis", "nt", "tkinter", "turtle", "turtledemo", "winreg", "winsound", "_gdbm",
}  # fmt: skip
# Print or open something when they are imported.
NOISY = {"antigravity", "this"}


def check(condition, message):
    if not condition:
        sys.exit(f"in the container: {message}")


def check_confinement():
    check((os.getuid(), os.getgid(), os.getgroups()) == (65534, 65534, [65534]), "not user and group 65534 alone")
    check(pathlib.Path.home() == pathlib.Path("/tmp") == pathlib.Path.cwd(), "home or working directory is not /tmp")
    for folder in ("/", "/usr/lib", "/var", sysconfig.get_path("stdlib")):
        check(not os.access(folder, os.W_OK), f"{folder} is writable")
    with tempfile.TemporaryFile() as file:
        file.write(b"temporary files work")


def check_standard_library():
    names = sorted(sys.stdlib_module_names - ABSENT - NOISY)
    for name in names:
        importlib.import_module(name)
    zoneinfo.ZoneInfo("Europe/Berlin")
    check(sys.getfilesystemencoding() == "utf-8" == sys.stdout.encoding, "text is not UTF-8")
    print(f"Python {sys.version.split()[0]}, {len(names)} modules of the standard library")


def compiled_well(source):
    """Whether the module's code is cached, and is what the source says."""
    compiled = pathlib.Path(importlib.util.cache_from_source(str(source)))
    if not compiled.is_file():
        return False
    header = compiled.read_bytes()[:16]
    expected = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source.read_bytes())
    return header == expected


def check_compiled():
    folders = {pathlib.Path(entry) for entry in sys.path if entry.startswith("/usr") and pathlib.Path(entry).is_dir()}
    sources = {source for folder in folders for source in folder.rglob("*.py")}
    stale = sorted(str(source) for source in sources if not compiled_well(source))
    check(not stale, f"{len(stale)} modules are not compiled, or not as their source is: {stale[:5]}")
    print(f"{len(sources)} modules compiled")


def import_time(*modules):
    code = f"import time; start = time.perf_counter(); import {', '.join(modules)}; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    check(not done.stderr, f"import of {modules}: {done.stderr}")
    print(f"import {', '.join(modules)}: {float(done.stdout) * 1000:.0f} ms")


def check_data():
    import matplotlib
    import numpy as np
    import pandas as pd
    from matplotlib import pyplot as plt

    check(matplotlib.get_backend().lower() == "agg", f"the back end of matplotlib is {matplotlib.get_backend()}")
    check(np.allclose(np.linalg.inv(np.diag([2.0, 4.0])), np.diag([0.5, 0.25])), "numpy inverts wrongly")
    months = pd.date_range("2026-01-01", periods=4, freq="MS", tz="Europe/Berlin")
    table = pd.DataFrame({"month": months, "n": range(4)})
    check(table.groupby(table.month.dt.quarter).n.sum().to_dict() == {1: 3, 2: 3}, "pandas groups wrongly")
    figure, axes = plt.subplots()
    axes.plot(table.month, table.n, label="Größe $\\alpha^2$")
    axes.legend()
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")):
        path = pathlib.Path(f"/tmp/figure.{kind}")
        figure.savefig(path)
        check(path.read_bytes().startswith(start) and path.stat().st_size > 5000, f"no figure was drawn as {kind}")
    print(f"numpy {np.__version__}, pandas {pd.__version__}, matplotlib {matplotlib.__version__}")


def main(variant):
    start = time.perf_counter()
    check_confinement()
    check_standard_library()
    check_compiled()
    import_time("asyncio")
    if variant == "data":
        import_time("numpy")
        import_time("pandas")
        import_time("matplotlib.pyplot")
        import_time("numpy", "pandas", "matplotlib.pyplot")
        check_data()
    print(f"checked in {time.perf_counter() - start:.1f} s")


main(sys.argv[1])
