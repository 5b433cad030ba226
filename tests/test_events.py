"""What the engine's event stream tells of a container, read back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.events import Events, events_of, now, watch

IMAGE = "debian:bookworm-slim"
NAME = "course-told"
SLEEP: dict[str, Any] = {"command": ["sleep", "600"], "name": NAME, "init": True}


def test_a_whole_life_is_told_in_order(client: CourseClient) -> None:
    since = now(client)
    container = client.containers.create(IMAGE, **SLEEP)
    container.start()
    container.pause()
    container.unpause()
    container.rename(f"{NAME}-too")
    with watch(client, container, until="die"):
        container.stop(timeout=10)
    container.remove()
    assert repr(events_of(client, container, since)).splitlines() == [
        "create",
        "start",
        "pause",
        "unpause",
        f"rename oldName=/{NAME}",
        "kill signal=15",
        "die exitCode=143",
        "stop",
        "destroy",
    ]


def test_a_name_finds_a_container_that_is_not_made_yet(client: CourseClient) -> None:
    with watch(client, NAME) as events:
        client.containers.create(IMAGE, **SLEEP)
    assert events.actions == ["create"]
    assert events[0].attributes["name"] == NAME
    assert events[0].attributes["lesson"] == "99"


def test_only_this_container_and_only_since_then(client: CourseClient) -> None:
    container = client.containers.create(IMAGE, **SLEEP)
    with watch(client, container) as events:
        client.containers.create(IMAGE, "true", name=f"{NAME}-other").start()
        container.start()
    assert events.actions == ["start"]


def test_a_process_in_it_is_told_without_its_words(client: CourseClient) -> None:
    container = client.containers.run(IMAGE, detach=True, **SLEEP)
    with watch(client, container, until="exec_die") as events:
        container.exec_run(["sh", "-c", "exit 4"])
    assert list(map(str, events)) == ["exec_create", "exec_start", "exec_die exitCode=4"]


def test_the_end_of_a_process_is_awaited(client: CourseClient) -> None:
    container = client.containers.create(IMAGE, ["bash", "-c", "sleep 0.3; exit 7"], name=NAME)
    with watch(client, container, until="die") as events:
        container.start()
    assert list(map(str, events)) == ["start", "die exitCode=7"]


def test_what_never_comes_is_said(client: CourseClient) -> None:
    container = client.containers.create(IMAGE, **SLEEP)
    with (
        pytest.raises(CourseError, match="no event 'die' within 0.3 seconds.*'start'"),
        watch(client, container, until="die", seconds=0.3),
    ):
        container.start()


def test_an_error_in_the_block_goes_through(client: CourseClient) -> None:
    with pytest.raises(ZeroDivisionError), watch(client, NAME, until="die"):
        raise ZeroDivisionError


def test_no_event_is_shown_as_such() -> None:
    assert repr(Events()) == "(no event)"


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-11-24T10:35:28.452484369Z", "1795516528.452484369"),
        ("2026-11-24T19:35:28.4524+09:00", "1795516528.452400000"),
        ("2026-11-24T10:35:28Z", "1795516528.000000000"),
    ],
)
def test_the_engines_clock(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, told: str, meant: str
) -> None:
    monkeypatch.setattr(client, "info", lambda: {"SystemTime": told})
    assert now(client) == meant


def test_a_clock_that_tells_no_time(client: CourseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "info", lambda: {"SystemTime": "noon"})
    with pytest.raises(ValueError, match=re.escape("not a time as RFC 3339 writes it: 'noon'")):
        now(client)
