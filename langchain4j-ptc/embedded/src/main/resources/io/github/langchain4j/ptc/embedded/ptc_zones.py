"""Time zones: there is no system to take them from, so the image brings those of the JVM that made it."""

from __future__ import annotations

import io
import zoneinfo
from typing import Any

_ZONES: dict[str, bytes] = {}


def load(data: bytes) -> None:
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 2], "big")
        name = data[at + 2 : at + 2 + size].decode()
        at += 2 + size
        size = int.from_bytes(data[at : at + 4], "big")
        _ZONES[name] = data[at + 4 : at + 4 + size]
        at += 4 + size


def _load_tzdata(key: str) -> Any:
    data = _ZONES.get(key)
    if data is None:
        raise zoneinfo.ZoneInfoNotFoundError(f"No time zone found with key {key}")
    return io.BytesIO(data)


def install() -> None:
    zoneinfo._common.load_tzdata = _load_tzdata
    zoneinfo.available_timezones = zoneinfo._tzpath.available_timezones = lambda: set(_ZONES)
