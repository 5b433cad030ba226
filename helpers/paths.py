"""Where the course keeps its own files: nothing outside this one cache folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__all__ = ["cache_dir", "checkout"]


def cache_dir() -> Path:
    """Say where the course keeps what it makes (engine, journal, base images).

    Returns:
        ``docker-lessons`` in ``$XDG_CACHE_HOME``, else in the platform's own cache folder.
        It is not made here: who writes makes it.
    """
    chosen = os.environ.get("XDG_CACHE_HOME")
    if chosen:
        return Path(chosen) / "docker-lessons"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "docker-lessons"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "docker-lessons"
    return Path.home() / ".cache" / "docker-lessons"


def checkout() -> Path:
    """Say where the course itself lies: the folder that holds ``course.py``.

    Returns:
        The folder above ``helpers``.
    """
    return Path(__file__).resolve().parent.parent
