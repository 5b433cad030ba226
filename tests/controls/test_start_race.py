from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers.controls import start_race
from helpers.controls.start_race import StartRace
from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.race import Race, Result
from tests.eventually import eventually

MB = 1_000_000
RESULTS = (
    Result("process", (0.01,), 1 * MB, 1 * MB, "6.1"),
    Result("container", (0.5,), 3 * MB, 2 * MB, "6.1"),
    Result("vm", (4.0,), 150 * MB, 20 * MB, "6.1-cloud"),
)


@pytest.fixture
def control(client: CourseClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[StartRace]:
    """A race that is run already: the real one has tests of its own (tests/test_race.py)."""
    monkeypatch.setattr(start_race, "race", lambda client, rounds: Race(RESULTS, f"x{rounds}"))
    made = StartRace(client, rounds=2, lang="en")
    yield made
    made.close()


def test_a_press_shows_bars_and_the_order(control: StartRace) -> None:
    assert "Nothing measured yet" in control.bars.value
    control.go.click()
    eventually(lambda: "process &lt; container &lt; virtual" in control.status_shown.value)
    assert "4.00 s" in control.bars.value and "150.0 MB" in control.bars.value
    assert 'aria-label="Memory: process 1.0 MB, container 3.0 MB' in control.bars.value
    assert "x2" in control.bars.value
    assert not control.go.disabled


def test_an_engine_error_is_a_sentence(control: StartRace, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(client: CourseClient, rounds: int) -> Race:
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
