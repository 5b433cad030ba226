"""JupyterLab for the tests of the controls, and a page of it with a control that runs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser import CHROMIUM
from tests.eventually import eventually

LIMIT = 60_000
TOKEN = "token=course"
THEMES = {"en": "JupyterLab Light", "ko": "JupyterLab Dark"}

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")
in_both = pytest.mark.parametrize("lang", list(THEMES))

_NAMELESS = re.compile(
    r"- '?(?:button|checkbox|combobox|img|listbox|option|progressbar|radio|region|slider|"
    r"spinbutton|textbox)\b(?! \")"
)
_SIGN = re.compile("[\ue000-\uf8ff]")
"""A sign of an icon font, which is no letter in any language."""
_AXE = """async () => {
    const found = await axe.run({ include: [".course-control"] });
    const unheard = found.incomplete.filter(({ id }) => id === "aria-prohibited-attr");
    return [...found.violations, ...unheard].flatMap(({ id, nodes }) => nodes.map(node =>
        `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""


@dataclass(frozen=True)
class Lab:
    """A JupyterLab on a loopback port.

    Attributes:
        address: where it answers.
        home: the folder that holds every file of it.
    """

    address: str
    home: Path

    def write(self, lang: str, sources: list[str]) -> str:
        """Write a notebook into the folder of one edition; give its path."""
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in sources],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        folder = self.home / "notebooks" / lang
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(book, folder / "controls.ipynb")
        return f"{lang}/controls.ipynb"

    def choose_theme(self, theme: str) -> None:
        """Set the colours that the next page has."""
        place = self.home / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
        place.mkdir(parents=True, exist_ok=True)
        (place / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))
        (place / "notification.jupyterlab-settings").write_text(
            json.dumps({"fetchNews": "false", "checkForUpdates": False})
        )

    def answers(self) -> bool:
        """Whether the server is up."""
        try:
            self._ask("GET", "/api")
        except OSError:
            return False
        return True

    def end_kernels(self) -> None:
        """End what the notebooks run."""
        for kernel in json.loads(self._ask("GET", "/api/kernels")):
            self._ask("DELETE", f"/api/kernels/{kernel['id']}")

    def _ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{self.address}{path}?{TOKEN}", method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return bytes(answer.read())


@contextlib.contextmanager
def run_lab(home: Path) -> Iterator[Lab]:
    """Start a JupyterLab whose every file is in `home`; ended at the end."""
    (home / "notebooks").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {
        name: str(home / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
                     "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    }  # fmt: skip
    lab = Lab(f"http://127.0.0.1:{port}", home)
    log = home / "lab.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}",
             "--ip=127.0.0.1", "--IdentityProvider.token=course", "--allow-root",
             "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={home / 'notebooks'}"],
            env={**os.environ, **folders, "COURSE_ENGINE": "own"},
            cwd=home, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            eventually(lambda: lab.answers() or server.poll() is not None)
            assert server.poll() is None, f"JupyterLab did not start: {log.read_text()[-800:]}"
            yield lab
        finally:
            server.terminate()
            server.wait(30)


@dataclass
class Visit:
    """A page of JupyterLab with controls in it.

    Attributes:
        page: the browser's page.
        lang: the edition's language.
        controls: what runs, in the order of the cells.
        wrong: what the console and the page's scripts complained of.
    """

    page: Page
    lang: str
    controls: Locator
    wrong: list[str] = field(default_factory=list)

    def control(self, place: int = 0) -> Locator:
        """Give one control, brought into view."""
        found = self.controls.nth(place)
        found.scroll_into_view_if_needed()
        return found

    def look(self, control: Locator, picture: Path) -> None:
        """Take a picture of a control that a screen reader and axe-core find without fault."""
        assert self.faults() == []
        control.screenshot(path=picture)

    def faults(self) -> list[str]:
        """Name what a screen reader cannot name, and what axe-core finds in any control."""
        self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(_AXE)
        return [line for one in self.controls.all() for line in nameless(one)] + found


@contextlib.contextmanager
def visit(lab: Lab, browser: Browser, lang: str, *calls: str) -> Iterator[Visit]:
    """Open a notebook with one control a cell and run it; at the end nothing may be wrong.

    Args:
        lab: the server.
        browser: the browser.
        lang: "en" (light colours) or "ko" (dark ones).
        calls: the cells that make the controls, such as ``Terminal(client)``.
    """
    head = "from helpers.engine import connect\nfrom helpers.controls import *\n"
    path = lab.write(lang, [f'{head}client = connect("99")', *calls])
    lab.choose_theme(THEMES[lang])
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.set_default_timeout(LIMIT)
    expect.set_options(timeout=LIMIT)
    opened = Visit(page, lang, page.locator(".course-control.widget-vbox"))
    page.on("pageerror", lambda error: opened.wrong.append(str(error)))
    page.on("console", lambda told: opened.wrong.append(told.text) if _is_ours(told) else None)
    try:
        page.goto(f"{lab.address}/doc/tree/{path}?{TOKEN}&reset")
        page.wait_for_selector(".jp-CodeCell")
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
        page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => 0)")
        expect(opened.controls).to_have_count(len(calls))
        yield opened
        assert opened.wrong == []
    finally:
        page.close()
        lab.end_kernels()


def nameless(part: Locator) -> list[str]:
    """List the buttons, boxes, lists, bars and pictures that have no name to be read out."""
    lines = part.aria_snapshot().splitlines()
    return [line.strip() for line in lines if _NAMELESS.search(line) or _SIGN.search(line)]


def _is_ours(told: ConsoleMessage) -> bool:
    """Leave out Chromium's word on this machine's interfaces, which come and go with containers."""
    return told.type == "error" and "ERR_NETWORK_CHANGED" not in told.text
