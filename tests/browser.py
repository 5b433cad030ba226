"""Debian's chromium for the tests, with a home of its own: the learner's gets no file from it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@contextlib.contextmanager
def chromium(home: Path) -> Iterator[Browser]:
    """Start it, closed again at the end; no name but 127.0.0.1 leads anywhere.

    Args:
        home: an empty folder, which takes its settings and its cache.
    """
    own = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
    nowhere = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-dev-shm-usage", nowhere],
            env={**os.environ, **own},
        )
        try:
            yield browser
        finally:
            browser.close()
