"""What start does where no engine answers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers import own
from helpers.errors import EngineNotFound
from helpers.setup import engine, packages


@pytest.fixture(params=["en", "ko"])
def lang(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COURSE_LANG", request.param)
    return str(request.param)


@pytest.fixture
def nothing_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("COURSE_ENGINE", "own")


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    calls: list[list[str]] = []
    monkeypatch.setattr(packages, "install", lambda names: calls.append(list(names)))
    monkeypatch.setattr(engine, "missing_programs", lambda: ["docker.io"])
    monkeypatch.setattr(own, "start", lambda report: None)
    return calls


@pytest.mark.parametrize(
    ("platform", "named"),
    [("linux", "docker.io"), ("darwin", "colima start"), ("win32", "WSL 2")],
)
def test_each_platform_has_its_paragraph(platform: str, named: str, lang: str) -> None:
    said = engine.advice(platform)
    assert named in said and "python3 course.py start" in said
    assert "\n" not in said
    assert any("가" <= letter <= "힣" for letter in said) == (lang == "ko")


def test_who_is_not_root_reads_what_to_install(
    nothing_runs: None, installed: list[list[str]], monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineNotFound) as stopped:
        engine.ready(agreed=True)
    assert stopped.value.next_step == engine.advice()
    assert installed == []


def test_an_engine_that_was_named_is_not_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: list[list[str]], lang: str
) -> None:
    monkeypatch.delenv("COURSE_ENGINE", raising=False)
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(EngineNotFound, match=r"none\.sock"):
        engine.ready(agreed=True)
    assert installed == []


@pytest.mark.parametrize(
    ("agreed", "answer", "installs"),
    [(True, None, True), (False, None, True), (False, "y", True), (False, "", False)],
)
def test_who_is_asked_before_packages_are_installed(
    nothing_runs: None,
    installed: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    agreed: bool,
    answer: str | None,
    installs: bool,
) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return answer is not None

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(packages, "installable", lambda: True)
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("builtins.input", lambda question: answer)
    with pytest.raises(EngineNotFound):  # In the end nothing runs: own.start does nothing here.
        engine.ready(agreed=agreed)
    assert bool(installed) == installs
