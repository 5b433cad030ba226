"""The containers' controls as people see them: in JupyterLab, in both languages and themes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from helpers.engine import CourseClient

from .lab import Lab, in_both, needs_browser, visit

WORDS = {
    "en": {
        "create": "Create", "start": "Start", "remove": "Remove",
        "switch": "Turn every button on", "state": "State: {}", "refused": "⚠",
        "command": "Command", "exec": "Exec", "list": "Container", "running": "running",
    },
    "ko": {
        "create": "만들기", "start": "시작", "remove": "지우기",
        "switch": "모든 단추를 켜서", "state": "현재 상태: {}", "refused": "⚠",
        "command": "명령", "exec": "exec", "list": "컨테이너", "running": "실행 중",
    },
}  # fmt: skip

NAME = "course-seen"  # none of a lesson's: its container may still stand on this engine

pytestmark = [needs_browser, pytest.mark.timeout(280)]


@in_both
def test_lifecycle_panel(
    lab: Lab, browser: Browser, client: CourseClient, tmp_path: Path, lang: str
) -> None:
    """The keyboard makes and starts; an outsider's pause is seen; a refusal is said."""
    words = WORDS[lang]
    with visit(lab, browser, lang, f'LifecyclePanel(client, "{NAME}")') as seen:
        panel = seen.control()
        first = panel.get_by_role("button", name=words["create"], exact=True)
        expect(first).to_be_enabled()
        first.focus()
        seen.page.keyboard.press("Enter")
        _state(panel, words, "created")
        expect(panel.get_by_role("button", name=words["start"], exact=True)).to_be_focused()
        seen.page.keyboard.press("Enter")
        _state(panel, words, "running")
        client.api.pause(NAME)
        _state(panel, words, "paused")
        client.api.unpause(NAME)
        _state(panel, words, "running")
        seen.look(panel, tmp_path / "panel.png")
        panel.get_by_role("checkbox", name=words["switch"]).check()
        first.click()
        expect(panel.get_by_role("status")).to_contain_text(words["refused"])
        seen.look(panel, tmp_path / "panel-refused.png")


def _state(panel: Locator, words: dict[str, str], name: str) -> None:
    expect(panel.get_by_role("img", name=words["state"].format(name))).to_be_visible()


@in_both
def test_dashboard(
    lab: Lab, browser: Browser, client: CourseClient, tmp_path: Path, lang: str
) -> None:
    """A container is seen, answers to a command typed, is killed by an outsider and removed."""
    words = WORDS[lang]
    client.containers.run("busybox:1.35", ["sleep", "600"], name=NAME, detach=True)
    with visit(lab, browser, lang, "ContainerDashboard(client)") as seen:
        board = seen.control()
        chosen = board.get_by_role("listbox", name=words["list"], exact=True)
        expect(chosen).to_contain_text(NAME)
        expect(chosen).to_contain_text(words["running"])
        chosen.select_option(chosen.locator("option", has_text=NAME).text_content())
        line = board.get_by_role("textbox", name=words["exec"], exact=True)
        line.fill("echo hello from inside")
        line.press("Enter")
        expect(board.locator("pre[aria-label=exec]")).to_contain_text("hello from inside")
        expect(board.locator("polyline[points*=' ']").first).to_be_attached()
        seen.look(board, tmp_path / "dashboard.png")
        client.api.kill(NAME)
        expect(chosen).not_to_contain_text(words["running"])
        board.get_by_role("button", name=words["remove"], exact=True).click()
        expect(chosen).not_to_contain_text(NAME)


@in_both
def test_terminal(
    lab: Lab, browser: Browser, client: CourseClient, tmp_path: Path, lang: str
) -> None:
    """Two commands are typed and answered by the real program."""
    with visit(lab, browser, lang, "Terminal(client)") as seen:
        terminal = seen.control()
        line = terminal.get_by_role("textbox", name=WORDS[lang]["command"], exact=True)
        expect(line).to_be_enabled()
        for typed in ("docker create --name course-typed busybox:1.35", "docker ps -a"):
            line.fill(typed)
            line.press("Enter")
            expect(terminal.get_by_role("status")).to_contain_text("0.")
            expect(terminal.locator("pre")).to_contain_text(typed)
        expect(terminal.locator("pre")).to_contain_text("course-typed")
        seen.look(terminal, tmp_path / "terminal.png")
