"""The lifecycle panel on any way through a container's life, on a real engine: it never lies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import ClassVar

import pytest
from docker.errors import NotFound
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from helpers import lifecycle
from helpers.cleanup import remove_lesson
from helpers.controls import LifecyclePanel, close_all
from helpers.controls.lifecycle_panel import WAITS_FOR_TERM
from helpers.controls.lifecycle_picture import edges, gloss
from helpers.engine import CourseClient
from tests.eventually import eventually

NAME, ELSEWHERE = "course-panel", "course-elsewhere"
IMAGE = "debian:bookworm-slim"
OUTSIDE = ("create", "start", "pause", "unpause", "stop", "kill", "restart", "rm", "rm -f", "exec")
WAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("create",),
    ("create", "start"),
    ("create", "start", "pause"),
    ("create", "start", "kill"),
)


class Outsider:
    """Someone else at the same engine, who knows nothing of the panel."""

    def __init__(self, client: CourseClient) -> None:
        self.api = client.api

    def state(self) -> str:
        try:
            return str(self.api.inspect_container(NAME)["State"]["Status"])
        except NotFound:
            return lifecycle.NONE

    def act(self, name: str) -> None:
        if name == "create":
            self.api.create_container(IMAGE, list(WAITS_FOR_TERM), name=NAME)
        elif name in ("stop", "restart"):
            getattr(self.api, name)(NAME, timeout=1)
        elif name.startswith("rm"):
            self.api.remove_container(NAME, force=name == "rm -f")
        elif name == "exec":
            self.api.exec_start(self.api.exec_create(NAME, ["true"])["Id"])
        else:
            getattr(self.api, name)(NAME)


class Life(RuleBasedStateMachine):
    """Presses and outsiders in any order; `client` is set by the test."""

    client: ClassVar[CourseClient]

    def __init__(self) -> None:
        super().__init__()
        remove_lesson(self.client, "99")
        self.outsider = Outsider(self.client)
        self.panel = LifecyclePanel(self.client, lang="en")

    def teardown(self) -> None:
        self.panel.close()

    @initialize(way=st.sampled_from(WAYS))
    def begin_somewhere(self, way: tuple[str, ...]) -> None:
        for name in way:
            self._moved_by(name, partial(self.outsider.act, name))

    @rule(choice=st.integers(min_value=0, max_value=20))
    def press_a_button_that_is_on(self, choice: int) -> None:
        on = self._on()
        name = on[choice % len(on)]
        self._moved_by(name, partial(self._press, name))
        assert "✓" in self.panel.status_shown.value

    @rule(choice=st.integers(min_value=0, max_value=20))
    def press_a_button_that_is_off(self, choice: int) -> None:
        before, last = self.panel.state, self.panel.last
        off = [name for name in self.panel.buttons if name not in self._on()]
        self.panel.all_on.value = True
        assert self._on() == list(self.panel.buttons)
        name = off[choice % len(off)]
        self._press(name)
        self.panel.all_on.value = False
        wanted = {"refused": "⚠", "unchanged": "304"}[lifecycle.outcome(before, name)]
        assert wanted in self.panel.status_shown.value
        assert (self.panel.state, self.panel.last) == (before, last)

    @rule(choice=st.integers(min_value=0, max_value=20))
    def act_from_outside(self, choice: int) -> None:
        moves = [name for name in OUTSIDE if name in lifecycle.allowed(self.panel.state)]
        name = moves[choice % len(moves)]
        self._moved_by(name, partial(self.outsider.act, name))

    @rule()
    def rename_it_away_and_back(self) -> None:
        if "rename" in lifecycle.allowed(state := self.panel.state):
            self.outsider.api.rename(NAME, ELSEWHERE)
            eventually(lambda: self.panel.state == lifecycle.NONE)
            assert self._on() == ["create"]
            self.outsider.api.rename(ELSEWHERE, NAME)
            eventually(lambda: self.panel.state == state)

    @invariant()
    def it_shows_what_the_engine_says(self) -> None:
        state = self.outsider.state()
        eventually(lambda: self.panel.state == state)
        assert f"State: {gloss(state, 'en')}." in self.panel.picture.value
        assert set(self._on()) == set(lifecycle.allowed(state)) & set(self.panel.buttons)
        if self.panel.last:
            assert self.panel.last[2] in edges()[self.panel.last[:2]]
        assert self.panel.last is None or self.panel.last[1] == state
        for shown in (self.panel.status_shown.value, self.panel.events_shown.value):
            assert "Traceback" not in shown and "Error(" not in shown

    def _on(self) -> list[str]:
        return [name for name, button in self.panel.buttons.items() if not button.disabled]

    def _press(self, name: str) -> None:
        """Press, and wait until the panel has said what came of it."""
        self.panel.status("")
        self.panel.buttons[name].click()
        eventually(lambda: any(sign in self.panel.status_shown.value for sign in ("✓", "⚠", "304")))

    def _moved_by(self, name: str, move: Callable[[], None]) -> None:
        """Make a move, and wait until every event of it has come to the panel."""
        row = lifecycle.find(self.panel.state, name)
        assert row is not None
        self.panel._log.clear()
        move()
        eventually(lambda: row.fits([line.split()[1] for line in list(self.panel._log)]))
        with self.panel.lock:  # the last of them is drawn too
            pass


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_on_any_way_it_shows_what_the_engine_says(client: CourseClient) -> None:
    Life.client = client
    before = threading.active_count()
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    close_all()
    eventually(lambda: threading.active_count() <= before)
