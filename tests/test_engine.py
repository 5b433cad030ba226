from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from helpers import own
from helpers.engine import connect, find, open_client, why
from helpers.errors import EngineNotFound
from helpers.paths import cache_dir, checkout


@pytest.fixture
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A learner's machine on which nothing names an engine."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_dir().parent))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / ".docker"))
    for name in ("DOCKER_HOST", "DOCKER_CONTEXT", "COURSE_ENGINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("helpers.engine._default_url", lambda: f"unix://{tmp_path}/none.sock")
    return tmp_path


def test_docker_host_comes_first(
    engine: own.Own, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{engine.socket}")
    found = find()
    assert (found.kind, found.url) == ("DOCKER_HOST", f"unix://{engine.socket}")
    assert "DOCKER_HOST" in why()


def test_a_docker_host_that_does_not_answer_is_not_passed_over(
    engine: own.Own, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(EngineNotFound, match="/nowhere/docker.sock"):
        find()


def _context(home: Path, name: str, url: str) -> None:
    """Write a context as ``docker context create`` and ``docker context use`` do."""
    folder = home / ".docker" / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": url}}}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (home / ".docker" / "config.json").write_text(json.dumps({"currentContext": name}))


def test_then_the_current_context(engine: own.Own, empty_home: Path) -> None:
    _context(empty_home, "class", engine.url)
    assert (find().kind, find().url) == ("context", engine.url)
    assert "(class)" in why()


def test_then_the_usual_address(
    engine: own.Own, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.engine._default_url", lambda: f"unix://{engine.socket}")
    assert find().kind == "default"


def test_then_the_courses_own(engine: own.Own, empty_home: Path) -> None:
    assert find().kind == "own"
    assert str(engine.socket) in why()


def test_only_the_own_engine_when_so_told(
    engine: own.Own, empty_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_ENGINE", "own")
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert find().kind == "own"


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "No Docker engine answers."), ("ko", "도커 엔진이 없습니다.")]
)
def test_no_engine_is_a_sentence_with_a_next_step(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    monkeypatch.setattr(own, "running", lambda: None)
    with pytest.raises(EngineNotFound) as caught:
        connect()
    assert sentence in caught.value.cause
    assert "none.sock" in caught.value.state
    assert "python3 course.py start" in caught.value.next_step


def test_the_api_version_is_negotiated(engine: own.Own) -> None:
    client = open_client(f"unix://{engine.socket}")
    spoken = tuple(int(part) for part in client.api.api_version.split("."))
    offered = tuple(int(part) for part in client.version()["ApiVersion"].split("."))
    assert (1, 41) <= spoken <= offered


def test_one_seam_makes_every_client() -> None:
    makers = ("DockerClient(", "from_env(", "APIClient(", "from_context(")
    outside = [
        path.name
        for path in (checkout() / "helpers").rglob("*.py")
        if path.name not in ("engine.py", "labelled.py")
        and any(maker in path.read_text(encoding="utf-8") for maker in makers)
    ]
    assert not outside
