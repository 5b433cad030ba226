"""The table of the container's life, held against a real engine: no edge refused, none missing."""

from __future__ import annotations

import json
import time
from typing import Any, ClassVar

import pytest
from docker.errors import NotFound
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from helpers.engine import CourseClient
from helpers.events import Events, events_of, now
from helpers.labelled import labels_of
from helpers.language import LANGUAGES
from helpers.lifecycle import (
    COMMANDS,
    NONE,
    STATES,
    TRANSITIONS,
    Transition,
    allowed,
    as_json,
    command,
    find,
    outcome,
    state,
    state_after,
)
from helpers.waiting import wait_for

NAMES = ("course-life-a", "course-life-b")
PRESSED = [each.name for each in COMMANDS if each.docker]
REACHED = (NONE, "created", "running", "paused", "exited")
QUERY: dict[str, dict[str, Any]] = {"stop": {"t": 1}, "restart": {"t": 1}}
BODY: dict[str, Any] = {
    "Image": "debian:bookworm-slim",
    "Cmd": ["sleep", "600"],
    "HostConfig": {"Init": True},
    "Labels": labels_of("99"),
}


class Bench:
    """One container, moved by the API calls that the table names."""

    def __init__(self, client: CourseClient) -> None:
        self.client = client
        self.clear()

    def clear(self) -> None:
        for container in self.client.containers.list(all=True, filters={"label": "lesson=99"}):
            container.remove(force=True)
        self.id, self.name = "", NAMES[0]

    def status(self) -> str:
        """Inspect it: a list may lag behind for a moment (seen on Engine 26)."""
        try:
            return str(self.client.api.inspect_container(self.id or self.name)["State"]["Status"])
        except NotFound:
            return NONE

    def press(self, name: str) -> int:
        """Do what the table says under API; give the HTTP status of the refusal or of the end."""
        asked = self.id or self.name
        code = 0
        for call in command(name).api.split(", "):
            method, path = call.split(" ")
            path, _, given = path.format(id=asked).partition("?")
            query = dict(QUERY.get(name, {}), **dict(p.split("=") for p in given.split("&") if p))
            body: dict[str, Any] = {}
            if path.endswith("/create"):
                query["name"], body = self.name, BODY
            if name == "rename":
                query["name"] = NAMES[1 - NAMES.index(self.name)]
            if path.endswith("/exec"):
                body = {"Cmd": ["true"], "AttachStdout": True}
            answer = self.client.api.request(
                method, self.client.api._url(path), params=query, json=body
            )
            code = answer.status_code
            if code >= 400:
                return code
            made = answer.json().get("Id") if code == 201 else None
            asked = made or asked
            if made and path.endswith("/containers/create"):
                self.id = made
        if name == "rename":
            self.name = NAMES[1 - NAMES.index(self.name)]
        return code

    def events(self, row: Transition, since: str, name: str) -> Events:
        """Read the events back; the last of them may come a moment after the call's answer."""
        end = time.monotonic() + 60
        while True:
            events = events_of(self.client, name, since)
            if row.fits(events.actions) or time.monotonic() > end:
                return events
            time.sleep(0.05)

    def check(self, source: str, name: str) -> str:
        """Press one command and hold the engine to the table; give the state it led to."""
        since, name_then = now(self.client), self.id
        code = self.press(name)
        row = find(source, name)
        what = f"{name} on {source}: HTTP {code}"
        if row is None:
            wanted = outcome(source, name)
            assert (code == 304) == (wanted == "unchanged"), what
            assert (code >= 400) == (wanted == "refused"), what
            assert self.status() == source, what
            return source
        assert 200 <= code < 300, what
        events = self.events(row, since, name_then or self.id)
        assert row.fits(events.actions), f"{what}: {events.actions}"
        assert self.status() == row.leads_to(source), what
        if row.target == NONE:
            self.id = ""
        return row.leads_to(source)

    def bring_to(self, source: str) -> None:
        self.clear()
        way = {
            NONE: [],
            "created": ["create"],
            "running": ["run"],
            "paused": ["run", "pause"],
            "exited": ["run", "kill"],
        }
        for step in way[source]:
            assert self.press(step) < 300
        assert self.status() == source


@pytest.mark.parametrize("source", REACHED)
def test_every_command_does_in_every_state_what_the_table_says(
    client: CourseClient, source: str
) -> None:
    bench, here = Bench(client), ""
    for name in PRESSED:
        if here != source:
            bench.bring_to(source)
        here = bench.check(source, name)


def test_any_way_through_a_life_is_in_the_table(client: CourseClient) -> None:
    class Life(RuleBasedStateMachine):
        bench: ClassVar[Bench] = Bench(client)

        def __init__(self) -> None:
            super().__init__()
            self.bench.clear()
            self.state = NONE

        @rule(name=st.sampled_from(PRESSED))
        def press(self, name: str) -> None:
            self.state = self.bench.check(self.state, name)

        @rule(choice=st.integers(min_value=0, max_value=20))
        def press_an_enabled_button(self, choice: int) -> None:
            enabled = allowed(self.state)
            self.state = self.bench.check(self.state, enabled[choice % len(enabled)])

        @invariant()
        def the_engine_agrees(self) -> None:
            assert self.bench.status() == self.state

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_restarting_container_can_be_stopped_or_forced_away_only(client: CourseClient) -> None:
    container = client.containers.run(
        "debian:bookworm-slim",
        "false",
        name=NAMES[0],
        detach=True,
        restart_policy={"Name": "always"},
    )
    end = time.monotonic() + 60
    while container.attrs["RestartCount"] < 5 or container.status != "restarting":
        assert time.monotonic() < end, container.attrs["State"]
        container.reload()
    told = events_of(client, container, "0").actions
    assert told[:4] == ["create", "start", "die", "start"]
    bench = Bench.__new__(Bench)
    bench.client, bench.id, bench.name = client, container.id or "", NAMES[0]
    for name in PRESSED:
        if outcome("restarting", name) != "moves" and name not in ("create", "run", "rename"):
            bench.check("restarting", name)
    assert bench.check("restarting", "stop") == "exited"


def test_a_process_that_ends_leaves_an_exited_container(client: CourseClient) -> None:
    container = client.containers.run(
        "debian:bookworm-slim", ["bash", "-c", "exit 3"], name=NAMES[0], detach=True
    )
    wait_for(container, "exited")
    row = next(row for row in TRANSITIONS if row.command == "end" and row.target == "exited")
    events = events_of(client, container, "0")
    assert row.fits(events.actions[-1:])
    assert str(events[-1]) == "die exitCode=3"


def test_the_table_is_closed() -> None:
    states, commands = {each.name for each in STATES}, {each.name for each in COMMANDS}
    for row in TRANSITIONS:
        assert row.command in commands
        assert {*row.sources, row.target or NONE} <= states
        assert row.events
    assert commands == {row.command for row in TRANSITIONS}
    edges = [(row.command, source, row.target) for row in TRANSITIONS for source in row.sources]
    assert len(edges) == len(set(edges))
    for each in COMMANDS:
        assert not [source for source in each.unchanged if find(source, each.name)]
        assert bool(each.docker) == bool(each.api)


def test_what_a_state_allows() -> None:
    assert allowed(NONE) == ("create", "run")
    assert allowed("paused") == ("unpause", "stop", "kill", "restart", "rename", "rm -f")
    assert allowed("removing") == ()
    assert allowed("dead") == ("rm", "rm -f")
    assert outcome("running", "start") == "unchanged"
    assert outcome("paused", "start") == "refused"
    assert outcome("running", "pause") == "moves"
    assert state("paused").name == "paused"


@pytest.mark.parametrize("look", [state, command])
def test_an_unknown_name_is_a_key_error(look: Any) -> None:
    with pytest.raises(KeyError):
        look("frozen")


def test_events_fit_in_order_and_wholly() -> None:
    row = find("paused", "stop")
    assert row
    assert row.fits(["kill", "unpause", "die", "stop"])
    assert row.fits(["kill", "unpause", "kill", "die", "stop"])
    assert row.fits(["kill", "die", "stop"])
    assert row.fits(["kill", "unpause", "stop", "die"])
    assert not row.fits(["die", "kill", "stop"])
    assert not row.fits(["kill", "unpause", "die"])
    assert not row.fits(["kill", "die", "stop", "start"])
    assert not row.fits([])


def test_an_events_state() -> None:
    assert [state_after(action) for action in ("create", "start", "pause", "die", "destroy")] == [
        "created",
        "running",
        "paused",
        "exited",
        NONE,
    ]
    assert state_after("exec_start") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_as_json(lang: str) -> None:
    table = json.loads(json.dumps(as_json(lang)))
    assert [each["name"] for each in table["states"]] == [each.name for each in STATES]
    assert len(table["transitions"]) == len(TRANSITIONS)
    assert all(each["meaning"] for each in table["states"] + table["commands"])
    korean = any("가" <= letter <= "힣" for letter in str(table))
    assert korean == (lang == "ko")
