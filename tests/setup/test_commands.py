"""From the command line to the command's module, and from its errors to a sentence."""

from __future__ import annotations

import importlib

import docker.errors
import pytest
import requests.exceptions

import course
from helpers.errors import BadInput
from helpers.setup import run_command, site, stop


def test_a_package_gets_the_words_without_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    got: list[list[str]] = []

    def run(words: list[str]) -> int:
        got.append(words)
        return 0

    monkeypatch.setattr(site, "run", run)
    line = ["site", "--serve", "--lang", "ko", "--port", "8001"]
    assert run_command(course.read_command_line(line)) == 0
    assert got == [["--serve", "--port", "8001"]]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BadInput("A cause.", "A state.", "A step."), "A cause. A state. A step."),
        (docker.errors.APIError("no space left on device"), "disk of the engine is full"),
        (requests.exceptions.ConnectionError("gone"), "does not answer"),
    ],
)
def test_what_stops_a_command_is_said_without_a_traceback(
    error: Exception,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(options: object) -> int:
        raise error

    monkeypatch.setattr(stop, "run", broken)
    assert run_command(course.read_command_line(["stop"])) == 1
    shown = capsys.readouterr()
    assert said in shown.err and "Traceback" not in shown.err


def test_every_command_has_its_module() -> None:
    for command in course.COMMANDS:
        name = "prove" if command == "test" else command
        assert callable(importlib.import_module(f"helpers.setup.{name}").run), command
