"""Imitates how matplotlib finds and uses a backend, and nothing else: the real one is tested in the sandbox images."""

from __future__ import annotations

import os

rcParams = {"backend": os.environ.get("MPLBACKEND") or "agg", "interactive": False}  # noqa: N816


def use(backend: str) -> None:
    rcParams["backend"] = backend


def get_backend() -> str:
    return str(rcParams["backend"])


def is_interactive() -> bool:
    return bool(rcParams["interactive"])
