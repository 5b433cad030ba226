"""The dashboard on a real engine: lists, logs, figures, exec, and what happens elsewhere."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from helpers.controls import ContainerDashboard
from helpers.controls.stats_chart import Sample, chart, sample, size
from helpers.engine import CourseClient, connect
from helpers.errors import BadInput

from .conftest import Door

Until = Callable[[Callable[[], object]], None]
TALKS = ["sh", "-c", "trap 'exit 0' TERM; echo I am here; while true; do sleep 1; done"]


def _words(board: ContainerDashboard) -> str:
    return " ".join(label for label, _ in board.choice.options)


def _says(board: ContainerDashboard, words: str) -> bool:
    return words in board.status_shown.value


def _run(client: CourseClient, name: str = "course-board", **more: Any) -> Any:
    return client.containers.run("busybox:1.35", TALKS, name=name, detach=True, **more)


def test_containers_of_the_course_come_and_go_as_others_change_them(
    client: CourseClient, until: Until
) -> None:
    board = ContainerDashboard(client, lang="en")
    outside = connect("99")
    made = _run(outside)
    until(lambda: "running · course-board · busybox:1.35" in _words(board))
    made.pause()
    until(lambda: "paused · course-board" in _words(board))
    made.unpause()
    until(lambda: "running · course-board" in _words(board))
    made.kill()
    until(lambda: "exited · course-board" in _words(board))
    made.remove()
    until(lambda: "course-board" not in _words(board))
    outside.close()


def test_logs_and_figures_follow_the_chosen_container(client: CourseClient, until: Until) -> None:
    _run(client, mem_limit="64m")
    board = ContainerDashboard(client, interval=0.1, lang="en")
    until(lambda: "I am here" in board.log_shown.value)
    until(lambda: board.figures.value.count(",") > 20 and "of 64.0 MiB" in board.figures.value)
    _run(client, "course-other")
    until(lambda: "course-other" in _words(board))
    other = {label: value for label, value in board.choice.options if "course-other" in label}
    board.choice.value = next(iter(other.values()))
    until(lambda: "no limit of its own" in board.figures.value)


def test_buttons_are_on_where_the_state_allows_and_do_what_they_say(
    client: CourseClient, until: Until
) -> None:
    made = _run(client)
    board = ContainerDashboard(client, lang="en")
    until(lambda: not board.buttons["stop"].disabled)
    assert board.buttons["start"].disabled and board.buttons["rm"].disabled
    board.buttons["stop"].click()
    until(lambda: not board.buttons["rm"].disabled)
    made.reload()
    assert made.status == "exited"
    assert "POST /containers/course-board/stop" in board.press_shown.value
    board.buttons["rm"].click()
    until(lambda: "course-board" not in _words(board))
    assert "DELETE /containers/course-board" in board.press_shown.value


def test_the_exec_line_shows_output_exit_code_and_leaves_what_is_silent(
    client: CourseClient, until: Until
) -> None:
    _run(client)
    board = ContainerDashboard(client, exec_seconds=1, lang="en")
    until(lambda: not board.exec.disabled)
    for typed, answer, status in [
        ("echo 'a <b>'", "a &lt;b&gt;", "Exit code 0"),
        ("sh -c 'exit 3'", "", "Exit code 3"),
        ("nowhere", "nowhere", "Exit code 12"),
        ("sleep 1000", "", "still runs"),
        ("echo 'open", "", "quotation mark"),
    ]:
        board.line.value = typed
        board.exec.click()
        until(partial(_says, board, status))
        assert answer in board.answer.value


def test_every_container_is_shown_when_asked_and_then_nothing_is_pressed(
    client: CourseClient, until: Until
) -> None:
    config = client.api.create_container_config("busybox:1.35", ["true"])
    answer = client.api._post_json(
        client.api._url("/containers/create"), data=config, params={"name": "learners-own"}
    )
    identity = answer.json()["Id"]
    try:
        board = ContainerDashboard(client, lang="en")
        assert "learners-own" not in _words(board)
        board.all_on.value = True
        until(lambda: "learners-own" in _words(board))
        board.choice.value = identity
        until(lambda: all(button.disabled for button in board.buttons.values()))
        board.buttons["rm"].click()
        board.exec.click()
        board.close()
        assert client.api.inspect_container(identity)["State"]["Status"] == "created"
    finally:
        client.api.remove_container(identity, force=True)


def test_the_page_without_a_kernel_shows_the_table(client: CourseClient) -> None:
    client.containers.create("busybox:1.35", name="course-board")
    board = ContainerDashboard(client, lang="ko")
    page = board._repr_mimebundle_()["text/html"]
    assert "<td>course-board</td><td>busybox:1.35</td><td>생성됨</td>" in page


def test_ten_runs_of_the_cell_leave_one_set_of_streams(client: CourseClient, until: Until) -> None:
    _run(client)
    for _ in range(10):
        board = ContainerDashboard(client, lang="en")
    until(lambda: "I am here" in board.log_shown.value)
    until(lambda: len(_threads()) == 4 and _threads().count("ContainerDashboard stream") == 3)
    board.close()
    until(lambda: not _threads())


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("ContainerDashboard")]


def test_an_engine_that_goes_away_is_a_sentence_and_comes_back(
    client_at_door: CourseClient, client: CourseClient, door: Door, until: Until
) -> None:
    made = _run(client)
    board = ContainerDashboard(client_at_door, lang="en")
    until(lambda: "I am here" in board.log_shown.value)
    door.shut()
    until(lambda: "does not answer" in board.status_shown.value)
    board.buttons["stop"].click()
    until(lambda: "⚠" in board.status_shown.value and "Traceback" not in board.status_shown.value)
    made.pause()
    door.open()
    until(lambda: "paused · course-board" in _words(board))
    until(lambda: "⚠" not in board.status_shown.value)
    made.unpause()
    until(lambda: "running · course-board" in _words(board) and not board.exec.disabled)


def test_figures_are_counted_as_docker_stats_does() -> None:
    def answer(cpu: int, received: int) -> dict[str, Any]:
        return {
            "cpu_stats": {
                "cpu_usage": {"total_usage": cpu},
                "system_cpu_usage": cpu * 4,
                "online_cpus": 2,
            },
            "memory_stats": {"usage": 900, "limit": 4000, "stats": {"inactive_file": 300}},
            "networks": {"eth0": {"rx_bytes": received, "tx_bytes": 0}},
        }

    first = sample(answer(100, 0), None, 0)
    assert first == Sample(0, 600, 4000, 0, 0)
    assert sample(answer(200, 50), answer(100, 0), 2) == Sample(50, 600, 4000, 25, 0)
    stopped: dict[str, Any] = {"cpu_stats": {}, "memory_stats": {}}
    assert sample(stopped, stopped, 1) == Sample(0, 0, 0, 0, 0)


def test_the_chart_is_drawn_with_nothing_and_with_much() -> None:
    assert "0.0 %" in chart(deque(), True, "en")
    many = deque([Sample(250, 3 * 2**20, 0, 1e6, 10)] * 60)
    drawn = chart(many, False, "ko")
    assert "자체 한도 없음" in drawn and len(drawn) < 6_000
    assert [size(0), size(1024), size(64 * 2**20), size(3 * 2**30)] == [
        "0 B",
        "1.0 KiB",
        "64.0 MiB",
        "3.0 GiB",
    ]


def test_bad_arguments_are_refused(client: CourseClient) -> None:
    with pytest.raises(BadInput, match="interval must be positive"):
        ContainerDashboard(client, interval=0, lang="en")
    with pytest.raises(BadInput, match="exec_seconds must be positive"):
        ContainerDashboard(client, exec_seconds=-1, lang="en")
