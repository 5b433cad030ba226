"""Sizes, ages, ids and long texts, shortened as the ``docker`` command shortens them.

The rules are those of docker/go-units (``size.go``, ``duration.go``) and of docker/cli's
``formatter`` package.
"""

from __future__ import annotations

import re
import time

_SIZES = ("B", "kB", "MB", "GB", "TB", "PB")


def size(count: float, digits: int = 3) -> str:
    """A number of bytes in units of 1000: ``size(75123456) == "75.1MB"``.

    Args:
        count: bytes, 0 or more.
        digits: significant digits.

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError(f"a size is 0 bytes or more, not {count}")
    place = 0
    while count >= 1000 and place < len(_SIZES) - 1:
        count /= 1000
        place += 1
    return f"{count:.{digits}g}{_SIZES[place]}"


def duration(seconds: float) -> str:
    """A time in words: ``duration(130) == "2 minutes"``.

    Args:
        seconds: 0 or more; less counts as 0 (two clocks may differ a little).
    """
    whole = max(0, int(seconds))
    minutes = whole // 60
    hours = int(max(0.0, seconds) / 3600 + 0.5)
    if whole < 1:
        return "Less than a second"
    if whole < 60:
        return _count(whole, "second")
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    if hours == 1:
        return "About an hour"
    for unit, length, end in (("hours", 1, 48), ("days", 24, 336), ("weeks", 168, 1440)):
        if hours < end:
            return f"{hours // length} {unit}"
    return f"{hours // 720} months" if hours < 17520 else f"{hours // 8760} years"


def age(created: float, now: float | None = None) -> str:
    """How long ago something was made: ``"2 minutes ago"``; ``N/A`` where no date is known.

    Args:
        created: seconds since 1970 (UTC), as the Engine API's ``Created`` field.
        now: the same for the present; the clock's time if not given.
    """
    if created <= 0:
        return "N/A"
    return f"{duration((time.time() if now is None else now) - created)} ago"


def short_id(long_id: str) -> str:
    """The first 12 characters of an id, without ``sha256:``."""
    return long_id.removeprefix("sha256:")[:12]


def short_sums(created_by: str) -> str:
    """A line of history with the checksums of copied files as short as an id (``file:3f2a…``)."""
    return re.sub(r"\b(file|dir|multi):([0-9a-f]{12})[0-9a-f]{52}\b", r"\1:\2", created_by)


def shorten(text: str, length: int) -> str:
    """The text, or its beginning and ``…``, in at most ``length`` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" + ("" if number == 1 else "s")
