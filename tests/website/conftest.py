"""The site, built once from a copy of the checkout, and one browser that reaches 127.0.0.1 only."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers.setup.site import build
from tests.browser import chromium
from tests.website.sources import copy_sources
from tests.website.visit import Visitor


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the finished site."""
    return build(copy_sources(tmp_path_factory.mktemp("checkout")))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """The site's address: below a folder of the server, as on GitHub Pages."""
    handler = functools.partial(_Quiet, directory=str(built.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{built.name}/"
        server.shutdown()


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's chromium with a home of its own; no name but 127.0.0.1 leads anywhere."""
    with chromium(tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.fixture(scope="package")
def light(browser: Browser, address: str) -> Iterator[Visitor]:
    """A visitor who likes light pages; one page for all tests, so that they are quick."""
    yield from _visitor(browser, address, "light")


@pytest.fixture(scope="package")
def dark(browser: Browser, address: str) -> Iterator[Visitor]:
    """A visitor who likes dark pages."""
    yield from _visitor(browser, address, "dark")


def _visitor(browser: Browser, address: str, scheme: str) -> Iterator[Visitor]:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    yield Visitor(context.new_page(), address)
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page for a test that clicks."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
