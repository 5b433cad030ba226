"""The lifecycle panel on a real engine: pressed here, moved from outside, refused, re-run."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from docker.errors import NotFound

from helpers import lifecycle
from helpers.controls import LifecyclePanel
from helpers.controls.lifecycle_picture import _PATHS, edges, picture
from helpers.engine import CourseClient, connect
from helpers.errors import BadInput

from .conftest import Door

Until = Callable[[Callable[[], object]], None]
NAME = "course-panel"


def _on(panel: LifecyclePanel) -> list[str]:
    return [name for name, button in panel.buttons.items() if not button.disabled]


def _moved(panel: LifecyclePanel, move: tuple[str, str, str]) -> bool:
    return panel.last == move


def _streams() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("LifecyclePanel")]


def test_every_button_moves_the_picture_by_the_engines_events(
    client: CourseClient, until: Until
) -> None:
    panel = LifecyclePanel(client, lang="en")
    story = [
        ("create", ("none", "created", "create")),
        ("start", ("created", "running", "start")),
        ("pause", ("running", "paused", "pause")),
        ("unpause", ("paused", "running", "unpause")),
        ("stop", ("running", "exited", "stop")),
        ("restart", ("exited", "running", "restart")),
        ("restart", ("running", "running", "restart")),
        ("kill", ("running", "exited", "kill")),
        ("rm", ("exited", "none", "rm")),
    ]
    for name, move in story:
        assert name in _on(panel)
        panel.buttons[name].click()
        until(partial(_moved, panel, move))
        assert panel.state == move[1]
        assert set(_on(panel)) == set(lifecycle.allowed(panel.state)) & set(panel.buttons)
        until(lambda: "✓" in panel.status_shown.value)
    assert f"docker rm {NAME}" in panel.press_shown.value
    assert f"DELETE /containers/{NAME}" in panel.press_shown.value
    assert "exitCode=137" in panel.events_shown.value


def test_a_command_typed_elsewhere_moves_it_too(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, lang="en")
    program = (
        "from helpers.engine import connect; c = connect('99');"
        f"c.containers.run('busybox:1.35', ['sleep', '100'], name={NAME!r}, detach=True)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    until(lambda: panel.last == ("created", "running", "start"))
    assert "State: running." in panel.picture.value
    client.api.restart(NAME, timeout=0)
    until(lambda: panel.last == ("exited", "running", "restart"))
    client.api.kill(NAME)
    until(lambda: panel.last == ("running", "exited", "kill"))


def test_a_name_that_is_taken_away_and_given_back(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, lang="en")
    panel.buttons["create"].click()
    until(lambda: panel.state == "created")
    client.api.rename(NAME, "course-elsewhere")
    until(lambda: panel.state == lifecycle.NONE)
    assert _on(panel) == ["create"]
    client.api.rename("course-elsewhere", NAME)
    until(lambda: panel.state == "created")
    panel.buttons["rm"].click()
    until(lambda: panel.last == ("created", "none", "rm"))


@pytest.mark.parametrize("order", [("die", "stop"), ("stop", "die")])
def test_die_and_stop_may_be_told_in_either_order(
    client: CourseClient, order: tuple[str, str]
) -> None:
    """Engine 20.10 tells `die` first, 26 tells `stop` first."""
    panel = LifecyclePanel(client, lang="en")
    for number, action in enumerate(("create", "start", "kill", *order)):
        panel._event(_told(action, number))
    assert panel.last == ("running", "exited", "stop")
    assert panel.state == "exited"
    panel._event(_told("start", 5))
    panel._event(_told("die", 6))
    assert panel.last == ("running", "exited", "end")


def _told(action: str, second: int) -> dict[str, Any]:
    return {
        "Action": action,
        "timeNano": second * 10**9,
        "Actor": {"ID": "1" * 64, "Attributes": {"name": NAME, "exitCode": "0"}},
    }


def test_a_process_that_ends_by_itself_is_told_apart(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, command=["true"], lang="en")
    panel.buttons["create"].click()
    until(lambda: panel.state == "created")
    panel.buttons["start"].click()
    until(lambda: panel.last == ("running", "exited", "end"))


def test_the_switch_lets_the_engine_refuse(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, lang="en")
    assert _on(panel) == ["create"]
    panel.all_on.value = True
    assert _on(panel) == list(panel.buttons)
    panel.buttons["pause"].click()
    until(lambda: "⚠" in panel.status_shown.value)
    assert panel.state == lifecycle.NONE
    panel.buttons["create"].click()
    until(lambda: panel.state == "created")
    panel.buttons["stop"].click()
    until(lambda: "304" in panel.status_shown.value)


def test_an_image_that_is_not_there_is_a_sentence(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, image="course-nowhere:1", lang="ko")
    panel.buttons["create"].click()
    until(lambda: "그런 이미지가 없습니다" in panel.status_shown.value)
    assert "Traceback" not in panel.status_shown.value


def test_a_container_that_is_not_the_courses_is_only_watched(
    client: CourseClient, until: Until
) -> None:
    config = client.api.create_container_config("busybox:1.35", ["true"])
    answer = client.api._post_json(
        client.api._url("/containers/create"), data=config, params={"name": NAME}
    )
    identity = answer.json()["Id"]
    try:
        panel = LifecyclePanel(client, lang="en")
        assert panel.state == "created"
        panel.buttons["rm"].click()
        until(lambda: "only watches" in panel.status_shown.value)
        panel.close()
        assert client.api.inspect_container(identity)["State"]["Status"] == "created"
    finally:
        client.api.remove_container(identity, force=True)


def test_closing_removes_the_container_that_it_made(client: CourseClient, until: Until) -> None:
    panel = LifecyclePanel(client, lang="en")
    panel.buttons["create"].click()
    until(lambda: panel.state == "created")
    panel.close()
    with pytest.raises(NotFound):
        client.containers.get(NAME)


def test_ten_runs_of_the_cell_leave_one_stream(client: CourseClient, until: Until) -> None:
    before = threading.active_count()
    for _ in range(10):
        panel = LifecyclePanel(client, lang="en")
        panel.all_on.value = True
        panel.buttons["pause"].click()
    until(lambda: sorted(_streams()) == ["LifecyclePanel stream", "LifecyclePanel worker"])
    panel.close()
    until(lambda: threading.active_count() <= before)
    assert _streams() == []


def test_an_engine_that_goes_away_is_a_sentence_and_comes_back(
    client_at_door: CourseClient, door: Door, until: Until
) -> None:
    panel = LifecyclePanel(client_at_door, lang="en")
    panel.buttons["create"].click()
    until(lambda: panel.state == "created" and "✓" in panel.status_shown.value)
    door.shut()
    until(lambda: "does not answer" in panel.status_shown.value)
    panel.buttons["start"].click()
    outside = connect("99")
    outside.api.start(NAME)
    door.open()
    until(lambda: panel.state == "running" and "answers again" in panel.status_shown.value)
    panel.buttons["kill"].click()
    until(lambda: panel.last == ("running", "exited", "kill"))
    outside.close()


def test_a_thousand_events_leave_the_memory_as_it_was(client: CourseClient) -> None:
    panel = LifecyclePanel(client, lang="en")

    def events(count: int) -> None:
        for number in range(count):
            action = ("create", "start", "die", "destroy")[number % 4]
            panel._event(_told(action, number))

    events(200)
    tracemalloc.start()
    gc.collect()
    before, _ = tracemalloc.get_traced_memory()
    events(1000)
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert panel.state == lifecycle.NONE
    assert after - before < 200_000
    assert len(panel.events_shown.value) < 5_000
    assert len(panel.picture.value) < 8_000


def test_every_edge_of_the_table_is_drawn_and_no_other() -> None:
    assert set(edges()) == set(_PATHS)
    assert edges()["running", "exited"] == ["stop", "kill", "end"]


def test_the_picture_says_in_words_what_it_shows() -> None:
    drawn = picture("paused", ("running", "paused", "pause"), "en", "x")
    assert "State: paused. Last: pause, from running to paused." in drawn
    assert "●" in drawn and "underline" in drawn
    assert "현재 상태: paused (일시 정지)." in picture("paused", None, "ko", "x")


def test_bad_arguments_are_refused(client: CourseClient) -> None:
    with pytest.raises(BadInput, match="name must be a container name"):
        LifecyclePanel(client, "a b", lang="en")
