"""The terminal: the real docker program, the course's labels, and what the line refuses."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import journal
from helpers.controls import Terminal
from helpers.controls.command_line import call_of, read_line
from helpers.engine import CourseClient
from helpers.errors import BadInput, CourseError
from helpers.paths import cache_dir

from .conftest import Door

Until = Callable[[Callable[[], object]], None]
LABELS = ["--label=course=docker-lessons", "--label=lesson=99"]
needs_docker = pytest.mark.skipif(shutil.which("docker") is None, reason="no docker program")


def _type(terminal: Terminal, line: str, until: Until) -> None:
    terminal.status("")
    terminal.line.value = line
    terminal._enter(None, {"event": "submit"}, None)
    until(
        lambda: (
            any(sign in terminal.status_shown.value for sign in ("✓", "⚠"))
            and terminal.cancel.disabled
        )
    )


@needs_docker
def test_the_docker_program_answers_on_the_courses_engine(
    client: CourseClient, until: Until
) -> None:
    terminal = Terminal(client, lang="en")
    _type(terminal, "docker version --format 'server {{.Server.Version}}'", until)
    assert f"server {client.version()['Version']}" in terminal.output.value
    assert "GET /version" in terminal.press_shown.value
    assert (cache_dir() / "docker-config").is_dir()


@needs_docker
def test_what_a_line_makes_is_the_courses_and_is_cleaned(
    client: CourseClient, until: Until
) -> None:
    terminal = Terminal(client, lang="en")
    _type(terminal, "docker create --name course-typed busybox:1.35 sh", until)
    _type(terminal, "docker volume create course-typed", until)
    _type(terminal, "docker commit course-typed course/typed", until)
    _type(terminal, "docker tag busybox:1.35 course/tagged:1", until)
    labels = client.containers.get("course-typed").labels
    assert (labels["course"], labels["lesson"]) == ("docker-lessons", "99")
    assert client.volumes.get("course-typed").attrs["Labels"]["lesson"] == "99"
    assert client.images.get("course/typed").labels["lesson"] == "99"
    noted = [each.reference for each in journal.entries(client.api.engine_id)]
    assert "course/tagged:1" in noted
    _type(terminal, "docker rmi course/tagged:1", until)
    noted = [each.reference for each in journal.entries(client.api.engine_id)]
    assert "course/tagged:1" not in noted


@needs_docker
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker nowhere", "Exit code 1"),
        ("docker start course-nowhere", "Exit code 1"),
        ("docker run -it --rm busybox:1.35 sh", "interactive terminal"),
        ("docker ps | head", "need a shell"),
        ("ls -l", "docker commands only"),
    ],
)
def test_what_does_not_work_is_said_in_a_sentence(
    client: CourseClient, until: Until, line: str, said: str
) -> None:
    terminal = Terminal(client, lang="en")
    _type(terminal, line, until)
    assert said in terminal.status_shown.value and "Traceback" not in terminal.status_shown.value


@needs_docker
def test_an_endless_command_is_cancelled_or_ended_and_goes_with_the_control(
    client: CourseClient, until: Until
) -> None:
    terminal = Terminal(client, lang="en")
    terminal.line.value = "docker events"
    terminal.run.click()
    until(lambda: not terminal.cancel.disabled and terminal._process is not None)
    terminal.cancel.click()
    until(lambda: "Cancelled" in terminal.status_shown.value)
    terminal.run.click()
    until(lambda: not terminal.cancel.disabled)
    until(lambda: terminal._process is not None and terminal._process.poll() is None)
    terminal.close()
    until(lambda: terminal._process is not None and terminal._process.poll() is not None)
    until(lambda: not [t for t in threading.enumerate() if t.name == "Terminal worker"])

    short = Terminal(client, seconds=0.5, lang="en")
    _type(short, "docker events", until)
    assert "Ended after 0.5 seconds" in short.status_shown.value


@needs_docker
def test_an_engine_that_goes_away_is_a_sentence_and_comes_back(
    client_at_door: CourseClient, door: Door, until: Until
) -> None:
    terminal = Terminal(client_at_door, lang="en")
    door.shut()
    _type(terminal, "docker ps", until)
    assert "The engine does not answer" in terminal.status_shown.value
    door.open()
    _type(terminal, "docker ps", until)
    assert "CONTAINER ID" in terminal.output.value and "✓" in terminal.status_shown.value


def test_without_the_program_it_says_how_to_get_it(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    terminal = Terminal(client, lang="ko")
    assert "docker 프로그램이 없습니다" in terminal.status_shown.value
    assert terminal.line.disabled and terminal.run.disabled


def test_an_example_is_put_into_the_line(client: CourseClient) -> None:
    terminal = Terminal(client, lang="en")
    terminal.examples.value = "docker ps -a"
    assert terminal.line.value == "docker ps -a"
    assert "docker pull" in terminal._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("docker run --rm busybox:1.35 echo 'a b'",
         ["run", *LABELS, "--rm", "busybox:1.35", "echo", "a b"]),
        ("docker container create x", ["container", "create", *LABELS, "x"]),
        ("docker build -t course/x .", ["build", *LABELS, "-t", "course/x", "."]),
        ("docker network create n", ["network", "create", *LABELS, "n"]),
        ("docker ps --filter label=a=b", ["ps", "--filter", "label=a=b"]),
        ("docker exec c sh -c 'a | b; c'", ["exec", "c", "sh", "-c", "a | b; c"]),
        ("docker start c", ["start", "c"]),
        ("docker commit c i", ["commit", "--change=LABEL course=docker-lessons",
                               "--change=LABEL lesson=99", "c", "i"]),
        ("docker", []),
    ],
)  # fmt: skip
def test_a_line_becomes_the_programs_arguments(line: str, words: list[str]) -> None:
    assert read_line(line, "99", "en") == words


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker ps > file", "shell"),
        ("docker ps; rm -r x", "shell"),
        ("docker ps && ls", "shell"),
        ("rm -r x", "docker commands only"),
        ("", "docker commands only"),
        ("sudo docker ps", "sudo"),
        ("docker -H tcp://x ps", "engine alone"),
        ("docker --context=x ps", "engine alone"),
        ("docker start -ai c", "keyboard"),
        ("docker start --interactive c", "keyboard"),
        ("docker run 'x", "quotation"),
    ],
)
def test_a_line_that_is_not_passed_on_says_why(line: str, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        read_line(line, "99", "en")


def test_the_call_behind_a_command() -> None:
    assert call_of(["ps", "-a"]) == "GET /containers/json"
    assert call_of(["container", "stop", "x"]) == "POST /containers/{id}/stop"
    assert call_of(["swarm", "init"]) == call_of([]) == ""


def test_bad_arguments_are_refused(client: CourseClient, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="seconds must be positive"):
        Terminal(client, seconds=0, lang="en")

    class Nameless:
        api: Any = None
        events: Any = None

    with pytest.raises(BadInput, match="must know its engine's address"):
        Terminal(Nameless(), lang="en")
