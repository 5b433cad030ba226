"""Which language the learner reads, and how a message is said in it."""

from __future__ import annotations

import contextlib
import locale
import os
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

__all__ = ["LANGUAGES", "language", "say", "speaking"]

LANGUAGES = ("en", "ko")

_spoken: ContextVar[str] = ContextVar("spoken", default="")


@contextlib.contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Let all messages of this thread be in one language, whatever the learner's is.

    Args:
        lang: ``"en"`` or ``"ko"``.
    """
    before = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Say which edition's language messages are in.

    The folder that the notebook runs in decides (``lessons/ko``), then ``COURSE_LANG``, then the
    machine's locale, then English.

    Returns:
        ``"en"`` or ``"ko"``.
    """
    if spoken := _spoken.get():
        return spoken
    folder = Path.cwd().name
    if folder in LANGUAGES:
        return folder
    chosen = os.environ.get("COURSE_LANG", "")
    if chosen in LANGUAGES:
        return chosen
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "ko" if os.environ[name].lower().startswith("ko") else "en"
    return "ko" if (locale.getlocale()[0] or "").lower().startswith(("ko", "korean")) else "en"


def say(*, en: str, ko: str, lang: str | None = None) -> str:
    """Pick the learner's language.

    Args:
        en: the message in English.
        ko: the message in Korean.
        lang: ``"en"`` or ``"ko"``; left out, :func:`language` decides.

    Returns:
        One of the two messages.

    Raises:
        ValueError: ``lang`` is neither language.
    """
    chosen = lang or language()
    if chosen not in LANGUAGES:
        raise ValueError(f"lang must be one of {', '.join(LANGUAGES)}, not {chosen!r}")
    return ko if chosen == "ko" else en
