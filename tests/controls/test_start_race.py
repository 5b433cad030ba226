from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from helpers import race as races
from helpers import vm
from helpers.controls import start_race
from helpers.controls.start_race import StartRace
from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.isolation import View
from helpers.race import Race, Result
from tests.eventually import eventually

from .conftest import Door

MB = 1_000_000
RESULTS = (
    Result("process", (0.01,), 1 * MB, 1 * MB, "6.1"),
    Result("container", (0.5,), 3 * MB, 2 * MB, "6.1"),
    Result("vm", (4.0,), 150 * MB, 20 * MB, "6.1-cloud"),
)


@pytest.fixture
def control(client: CourseClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartRace]:
    """A race that is run already: the real one has tests of its own (tests/test_race.py)."""
    monkeypatch.setattr(
        start_race, "race", lambda client, rounds, told: Race(RESULTS, f"x{rounds}")
    )
    made = StartRace(client, rounds=2, lang="en")
    yield made
    made.close()


def test_a_press_shows_bars_and_the_order(control: StartRace) -> None:
    assert "Nothing measured yet" in control.bars.value
    control.go.click()
    eventually(lambda: "process &lt; container &lt; virtual" in control.status_shown.value)
    assert "4.000 s" in control.bars.value and "150.0 MB" in control.bars.value
    assert 'aria-label="Memory: process 1.0 MB, container 3.0 MB' in control.bars.value
    assert "x2" in control.bars.value
    assert not control.go.disabled


def test_an_engine_error_is_a_sentence(control: StartRace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(client: CourseClient, rounds: int, told: object) -> Race:
        raise ConnectionError("Connection aborted.")

    monkeypatch.setattr(start_race, "race", broken)
    control.go.click()
    eventually(lambda: "The engine does not answer" in control.status_shown.value)
    eventually(lambda: not control.go.disabled)


def test_the_page_without_a_kernel(control: StartRace) -> None:
    assert "start side by side" in control._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("rounds", [0, -1, "3"])
def test_bad_rounds(client: CourseClient, rounds: object) -> None:
    with pytest.raises(BadInput, match="rounds must be positive"):
        StartRace(client, rounds=rounds, lang="en")  # type: ignore[arg-type]


def test_the_runners_are_named_in_the_controls_language(client: CourseClient, booted: None) -> None:
    control = StartRace(client, rounds=1, lang="ko")
    control.go.click()
    eventually(lambda: "순서: " in control.status_shown.value)
    assert "가상 머신" in control.bars.value and "virtual" not in control.bars.value
    assert "가상 머신 1.000 s" in control._repr_mimebundle_()["text/html"]


@pytest.fixture
def booted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual machine that is up at once: process and container still run for true."""
    machine = vm.VirtualMachine(*[races.STORED] * 3)
    up = vm.Boot(1.0, MB, View("x", "x", "x", MB, 1))
    monkeypatch.setattr(vm, "prepare", lambda: machine)
    monkeypatch.setattr(vm, "accelerator", lambda machine: "tcg")
    monkeypatch.setattr(vm, "boot", lambda machine: up)


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("StartRace")]


def test_an_engine_that_goes_away_is_a_sentence_and_the_next_press_races(
    client_at_door: CourseClient, door: Door, booted: None
) -> None:
    control = StartRace(client_at_door, rounds=1, lang="en")
    door.shut()
    control.go.click()
    eventually(lambda: "⚠" in control.status_shown.value and not control.go.disabled)
    assert "does not answer" in control.status_shown.value
    assert "Traceback" not in control.status_shown.value
    door.open()
    control.go.click()
    eventually(lambda: "The order:" in control.status_shown.value)


def test_each_round_is_told_and_closing_ends_the_race(client: CourseClient, booted: None) -> None:
    control = StartRace(client, rounds=20, lang="en")
    control.go.click()
    eventually(lambda: "Round 2 of 20" in control.status_shown.value)
    control.close()
    eventually(lambda: not _threads())
    assert control.result is None


def test_ten_runs_of_the_cell_leave_one_thread(client: CourseClient, booted: None) -> None:
    for _ in range(10):
        control = StartRace(client, rounds=1, lang="en")
        control.go.click()
    eventually(lambda: "The order:" in control.status_shown.value)
    eventually(lambda: _threads() == ["StartRace worker"])
    control.close()
    eventually(lambda: not _threads())
