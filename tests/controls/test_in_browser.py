"""The controls as people see them: in JupyterLab, in a browser, in both languages and themes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from helpers import own
from helpers.engine import CourseClient
from tests.browser import CHROMIUM, chromium

LIMIT = 60_000
CELLS = (
    "from helpers.engine import connect\n"
    "from helpers.controls import ContainerDashboard, LifecyclePanel, Terminal\n"
    'client = connect("99")',
    "LifecyclePanel(client)",
    "ContainerDashboard(client)",
    "Terminal(client)",
)
WORDS = {
    "en": {
        "create": "Create", "start": "Start", "pause": "Pause", "stop": "Stop", "remove": "Remove",
        "switch": "Turn every button on", "panel": "The life of a container", "state": "State: {}",
        "refused": "⚠", "command": "Command", "exec": "Exec", "list": "Container",
        "running": "running",
    },
    "ko": {
        "create": "만들기", "start": "시작", "pause": "일시 정지", "stop": "정지",
        "remove": "지우기", "switch": "모든 단추를 켜서", "panel": "컨테이너의 일생",
        "state": "현재 상태: {}", "refused": "⚠", "command": "명령", "exec": "exec",
        "list": "컨테이너", "running": "실행 중",
    },
}  # fmt: skip

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.fixture(scope="module")
def lab(engine: own.Own, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab on a loopback port, every file of its own in a folder that goes."""
    home = tmp_path_factory.mktemp("lab")
    for lang in ("en", "ko"):
        folder = home / "notebooks" / lang
        folder.mkdir(parents=True)
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        )
        nbformat.write(book, folder / "controls.ipynb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        **{
            name: str(home / name.lower())
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR",
                         "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
        },
        "COURSE_ENGINE": "own",
    }  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", "--no-browser", f"--port={port}",
             "--ip=127.0.0.1", "--IdentityProvider.token=course", "--allow-root",
             "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={home / 'notebooks'}"],
            env=environment, cwd=home, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait_for(f"{address}/api?token=course", home / "lab.log")
            yield f"{address}|{home}"
        finally:
            server.terminate()
            server.wait(30)


def _choose_theme(home: Path, theme: str) -> None:
    place = home / "jupyterlab_settings_dir" / "@jupyterlab" / "apputils-extension"
    place.mkdir(parents=True, exist_ok=True)
    (place / "themes.jupyterlab-settings").write_text(json.dumps({"theme": theme}))
    (place / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False})
    )


def _wait_for(address: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"JupyterLab does not answer: {log.read_text()[-800:]}")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("home")) as made:
        yield made


@pytest.mark.timeout(280)
@pytest.mark.parametrize(("lang", "theme"), [("en", "JupyterLab Light"), ("ko", "JupyterLab Dark")])
def test_the_story_of_each_control(
    lab: str, browser: Browser, client: CourseClient, tmp_path: Path, lang: str, theme: str
) -> None:
    address, home = lab.split("|")
    _choose_theme(Path(home), theme)
    page = browser.new_page(viewport={"width": 1100, "height": 1000})
    page.set_default_timeout(LIMIT)
    expect.set_options(timeout=LIMIT)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if _is_ours(told) else None)
    page.goto(f"{address}/doc/tree/{lang}/controls.ipynb?token=course&reset")
    page.wait_for_selector(".jp-CodeCell")
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady")
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => 0)")
    expect(page.locator(".course-control.widget-vbox")).to_have_count(3)
    words = WORDS[lang]
    _lifecycle(page, client, tmp_path, words)
    _dashboard(page, client, tmp_path, words)
    _terminal(page, tmp_path, words)
    page.close()
    assert wrong == []


def _is_ours(told: ConsoleMessage) -> bool:
    """Leave out Chromium's word on this machine's interfaces, which come and go with containers."""
    return told.type == "error" and "ERR_NETWORK_CHANGED" not in told.text


def _lifecycle(page: Page, client: CourseClient, shots: Path, words: dict[str, str]) -> None:
    """The keyboard makes and starts; an outsider's pause is seen; a refusal is said."""
    panel = page.locator(".course-control.widget-vbox").nth(0)
    panel.scroll_into_view_if_needed()

    def state(name: str) -> None:
        expect(panel.get_by_role("img", name=words["state"].format(name))).to_be_visible()

    first = panel.get_by_role("button", name=words["create"], exact=True)
    expect(first).to_be_enabled()
    first.focus()
    page.keyboard.press("Enter")
    state("created")
    expect(panel.get_by_role("button", name=words["start"], exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    state("running")
    client.api.pause("course-panel")
    state("paused")
    client.api.unpause("course-panel")
    state("running")
    panel.screenshot(path=shots / "panel.png")
    panel.get_by_role("checkbox", name=words["switch"]).check()
    first.click()
    expect(panel.get_by_role("status")).to_contain_text(words["refused"])
    panel.screenshot(path=shots / "panel-refused.png")


def _dashboard(page: Page, client: CourseClient, shots: Path, words: dict[str, str]) -> None:
    board = page.locator(".course-control.widget-vbox").nth(1)
    board.scroll_into_view_if_needed()
    chosen = board.get_by_role("listbox", name=words["list"], exact=True)
    expect(chosen).to_contain_text("course-panel")
    expect(chosen).to_contain_text(words["running"])
    line = board.get_by_role("textbox", name=words["exec"], exact=True)
    line.fill("echo hello from inside")
    line.press("Enter")
    expect(board.locator("pre[aria-label=exec]")).to_contain_text("hello from inside")
    expect(board.locator("polyline[points*=' ']").first).to_be_attached()
    board.screenshot(path=shots / "dashboard.png")
    client.api.kill("course-panel")
    expect(chosen).not_to_contain_text(words["running"])
    board.get_by_role("button", name=words["remove"], exact=True).click()
    expect(chosen).not_to_contain_text("course-panel")


def _terminal(page: Page, shots: Path, words: dict[str, str]) -> None:
    terminal = page.locator(".course-control.widget-vbox").nth(2)
    terminal.scroll_into_view_if_needed()
    line = terminal.get_by_role("textbox", name=words["command"], exact=True)
    expect(line).to_be_enabled()
    for typed in ("docker create --name course-typed busybox:1.35", "docker ps -a"):
        line.fill(typed)
        line.press("Enter")
        expect(terminal.get_by_role("status")).to_contain_text("0.")
        expect(terminal.locator("pre")).to_contain_text(typed)
    expect(terminal.locator("pre")).to_contain_text("course-typed")
    terminal.screenshot(path=shots / "terminal.png")
