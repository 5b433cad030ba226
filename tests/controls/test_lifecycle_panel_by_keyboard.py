"""The lifecycle panel without a mouse and without eyes: keys alone, and what is read aloud."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from helpers import lifecycle
from helpers.controls.lifecycle_panel import _BUTTONS
from helpers.controls.lifecycle_picture import gloss
from helpers.engine import CourseClient

from .lab import Lab, needs_browser, visit

STORY = (
    ("create", "created"),
    ("start", "running"),
    ("pause", "paused"),
    ("unpause", "running"),
    ("stop", "exited"),
    ("start", "running"),
    ("kill", "exited"),
    ("restart", "running"),
    ("kill", "exited"),
    ("rm", lifecycle.NONE),
)
STATE = {"en": "State: {}.", "ko": "현재 상태: {}."}
SWITCH = {"en": "Turn every button on", "ko": "모든 단추를 켜서"}
pytestmark = [needs_browser, pytest.mark.timeout(280)]

NAME = "course-keyed"
FOCUSED = "node => node.contains(document.activeElement)"


class Panel:
    """The panel on the page, met by its roles and names alone."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang = page, lang
        self.root = page.locator(".course-control.widget-vbox").first
        self.names = {name: {"en": en, "ko": ko}[lang] for name, en, ko in _BUTTONS}

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=self.names[name], exact=True)

    def shows(self, state: str) -> None:
        words = STATE[self.lang].format(gloss(state, self.lang))
        expect(self.root.get_by_role("img", name=words)).to_be_visible()
        allowed = lifecycle.allowed(state)
        for name in self.names:
            expect(self.button(name)).to_be_enabled(enabled=name in allowed)

    def says_the_state(self, state: str) -> None:
        words = STATE[self.lang].format(gloss(state, self.lang))
        expect(self.root.locator("[aria-live=polite]:not([role])")).to_contain_text(words)

    def tab_to(self, name: str) -> None:
        """Press Tab, or Shift and Tab where it lies before, until the button has the keyboard."""
        order = list(self.names)
        for _ in order:
            here = self.page.evaluate("document.activeElement.textContent.trim()")
            if here == self.names[name]:
                return
            labels = list(self.names.values())
            behind = here in labels and labels.index(here) > order.index(name)
            self.page.keyboard.press("Shift+Tab" if behind else "Tab")
            self.keeps_the_keyboard()
        raise AssertionError(f"Tab does not reach {name}")

    def keeps_the_keyboard(self) -> None:
        assert self.root.evaluate(FOCUSED), self.page.evaluate("document.activeElement.outerHTML")


@pytest.fixture(params=["en", "ko"])
def panel(
    request: pytest.FixtureRequest, lab: Lab, browser: Browser, client: CourseClient
) -> Iterator[Panel]:
    """The panel in JupyterLab, before its container is made."""
    with visit(lab, browser, request.param, f'LifecyclePanel(client, "{NAME}")') as seen:
        made = Panel(seen.page, request.param)
        made.shows(lifecycle.NONE)
        yield made


def test_a_whole_life_by_keys_alone(panel: Panel) -> None:
    panel.button("create").focus()
    for number, (name, state) in enumerate(STORY):
        panel.tab_to(name)
        panel.page.keyboard.press(("Enter", "Space")[number % 2])
        panel.shows(state)
        panel.keeps_the_keyboard()
        said = panel.root.get_by_role("status")
        expect(said).to_contain_text(f"{lifecycle.command(name).docker.split()[1]}: ")
        panel.says_the_state(state)


def test_tab_goes_through_the_buttons_in_order(panel: Panel) -> None:
    switch = panel.root.get_by_role("checkbox", name=SWITCH[panel.lang])
    panel.button("create").focus()
    panel.page.keyboard.press("Tab")
    expect(switch).to_be_focused()
    panel.page.keyboard.press("Space")
    expect(switch).to_be_checked()
    expect(panel.button("rm")).to_be_enabled()
    for name in reversed(panel.names):
        panel.page.keyboard.press("Shift+Tab")
        expect(panel.button(name)).to_be_focused()
    for name in [*panel.names][1:]:
        panel.page.keyboard.press("Tab")
        expect(panel.button(name)).to_be_focused()
    panel.page.keyboard.press("Enter")
    expect(panel.root.get_by_role("status")).to_contain_text("⚠")
    panel.keeps_the_keyboard()


def test_what_the_accessibility_tree_says(panel: Panel) -> None:
    snapshot = panel.root.aria_snapshot()
    lines = [line.strip() for line in snapshot.splitlines()]
    wanted = [
        f'- button "{label}"' + ("" if name == "create" else " [disabled]")
        for name, label in panel.names.items()
    ]
    assert [line for line in lines if line.startswith("- button")] == wanted
    assert any(line.startswith("- status") for line in lines), snapshot
    assert any(line.startswith(f'- checkbox "{SWITCH[panel.lang]}') for line in lines), snapshot
    panel.says_the_state(lifecycle.NONE)


def test_what_an_outsider_does_is_said_too(panel: Panel, client: CourseClient) -> None:
    client.api.create_container("debian:bookworm-slim", ["sleep", "600"], name=NAME)
    panel.shows("created")
    panel.says_the_state("created")
    client.api.start(NAME)
    panel.says_the_state("running")
