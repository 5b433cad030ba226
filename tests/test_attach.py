"""A line to process 1: with a terminal and without, typed into, left, and answered too late."""

from __future__ import annotations

import threading

import pytest
from docker.errors import APIError

from helpers.attach import attach
from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.waiting import wait_for

IMAGE = "debian:bookworm-slim"
NAME = "course-line"


def test_a_shell_with_a_terminal_answers_and_ends(client: CourseClient) -> None:
    container = client.containers.create(IMAGE, "bash", name=NAME, stdin_open=True, tty=True)
    with attach(container) as terminal:
        container.start()
        assert terminal.read_until().endswith("# ")
        answer = terminal.type("echo $((6 * 7)); hostname")
        first, second, third, prompt = answer.split("\n")
        assert (first, second, third) == (
            "echo $((6 * 7)); hostname",
            "42",
            (container.id or "")[:12],
        )
        assert prompt.endswith("# ")
        assert terminal.type("exit 3") == "exit 3\nexit\n"
        assert terminal.ended
    assert container.wait()["StatusCode"] == 3
    wait_for(container, "exited")


def test_a_program_without_a_terminal_is_read_out_of_frames(client: CourseClient) -> None:
    container = client.containers.create(IMAGE, "cat", name=NAME, stdin_open=True)
    with attach(container) as terminal:
        container.start()
        terminal.send("첫째 줄")
        assert terminal.read_until("\n") == "첫째 줄\n"
        terminal.send("one\ntwo")
        assert terminal.read_until("two\n") == "one\ntwo\n"
    assert container.wait(timeout=60)["StatusCode"] == 0  # its input ended with the line


def test_much_text_and_both_streams_are_read_to_the_end(client: CourseClient) -> None:
    shell = ["bash", "-c", "yes 0123456789 | head -n 20000; echo bad >&2"]
    container = client.containers.create(IMAGE, shell, name=NAME)
    with attach(container) as terminal:
        container.start()
        text = terminal.read_all()
    assert text.count("bad\n") == 1  # anywhere: the two streams are two pipes
    assert text.replace("bad\n", "") == "0123456789\n" * 20000


def test_leaving_lets_the_process_run_on(client: CourseClient) -> None:
    container = client.containers.run(
        IMAGE, "bash", name=NAME, stdin_open=True, tty=True, detach=True
    )
    with attach(container) as terminal:
        terminal.type("place=here")
        terminal.detach()
        assert terminal.ended
    container.reload()
    assert container.status == "running"
    with attach(container) as terminal:
        assert "\nhere\n" in terminal.type("echo $place")


def test_cutting_the_line_lets_the_process_run_on_and_leaves_no_thread(
    client: CourseClient,
) -> None:
    container = client.containers.run(
        IMAGE, "bash", name=NAME, stdin_open=True, tty=True, detach=True
    )
    threads = threading.active_count()
    for _ in range(5):
        with attach(container) as terminal:
            terminal.type("true")
    assert threading.active_count() == threads
    container.reload()
    assert container.status == "running"


def test_silence_is_said(client: CourseClient) -> None:
    container = client.containers.run(
        IMAGE, ["sleep", "600"], name=NAME, stdin_open=True, tty=True, detach=True
    )
    with (
        attach(container, seconds=0.3) as terminal,
        pytest.raises(CourseError, match="not answer within 0.3 seconds.*So far came: 'hello"),
    ):
        terminal.type("hello")


def test_a_paused_container_takes_no_line(client: CourseClient) -> None:
    container = client.containers.run(IMAGE, ["sleep", "600"], name=NAME, detach=True)
    container.pause()
    with pytest.raises(APIError, match="paused"), attach(container):
        raise AssertionError("attached to a paused container")
