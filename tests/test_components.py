"""What became of the notes' components, and what a machine has of them."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from helpers.components import COMPONENTS, components, plugin
from helpers.engine import CourseClient
from helpers.errors import BadInput
from helpers.paths import checkout

MODULE = import_module("helpers.components")  # the package's own name is the function
NOTES = (checkout() / "tests" / "notes" / "docker-notes.ko.md").read_text(encoding="utf-8")
LISTED = ["engine", "machine", "swarm", "compose", "registry", "kitematic", "toolbox"]

VERSION_29: dict[str, Any] = {
    "Version": "29.7.0",
    "Components": [
        {"Name": "Engine", "Version": "29.7.0"},
        {"Name": "containerd", "Version": "v2.2.1"},
        {"Name": "runc", "Version": "1.3.4"},
    ],
}
INFO_29: dict[str, Any] = {"Swarm": {"LocalNodeState": "active"}, "OperatingSystem": "Ubuntu 26.04"}


def engine_of(version: dict[str, Any], info: dict[str, Any]) -> CourseClient:
    return cast(CourseClient, SimpleNamespace(version=lambda: version, info=lambda: info))


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine with no program on PATH and no plugin but in one folder."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(MODULE, "_folders", lambda: [tmp_path / "config/cli-plugins"])
    return tmp_path


def program(path: Path, mode: int = 0o755) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    path.chmod(mode)


def test_the_notes_seven_come_first_and_in_their_order() -> None:
    assert [part.name for part in COMPONENTS if part.was[0]] == LISTED
    assert all(f"docker {name}" in NOTES or f"도커 {name}" in NOTES for name in LISTED)


def test_this_engine_is_asked(client: CourseClient) -> None:
    here = components(client).here
    parts = {part["Name"]: part["Version"] for part in client.version()["Components"]}
    assert here["engine"] == client.version()["Version"] == parts["Engine"]
    assert (here["containerd"], here["runc"]) == (parts["containerd"], parts["runc"])
    assert here["swarm"] == "inactive", "the course's own engine is in no swarm"
    assert here["toolbox"] == ""


def test_engine_29(bare: Path) -> None:
    here = components(engine_of(VERSION_29, INFO_29)).here
    assert (here["engine"], here["containerd"], here["runc"]) == ("29.7.0", "v2.2.1", "1.3.4")
    assert here["swarm"] == "active"
    assert not any(here[name] for name in ("compose", "buildx", "machine", "kitematic", "toolbox"))


def test_an_engine_that_says_little_is_no_fault(bare: Path) -> None:
    here = components(engine_of({}, {"Swarm": None})).here
    assert set(here.values()) == {""}


def test_the_toolbox_is_known_by_its_system(bare: Path) -> None:
    info = {"OperatingSystem": "Boot2Docker 17.04.0-ce (TCL 7.2)"}
    assert components(engine_of({}, info), "toolbox").here == {"toolbox": "installed"}


def test_plugins_and_programs_are_found_where_they_lie(bare: Path) -> None:
    program(bare / "config/cli-plugins/docker-compose")
    program(bare / "docker-machine")
    here = components(engine_of({}, {})).here
    assert (here["compose"], here["machine"]) == ("installed", "installed")
    assert (here["buildx"], here["kitematic"]) == ("", "")


def test_a_plugin_must_be_a_program(bare: Path) -> None:
    assert plugin("buildx") is None
    (bare / "config/cli-plugins/docker-buildx").mkdir(parents=True)
    assert plugin("buildx") is None
    (bare / "config/cli-plugins/docker-buildx").rmdir()
    program(bare / "config/cli-plugins/docker-buildx")
    assert plugin("buildx") == bare / "config/cli-plugins/docker-buildx"


def test_the_users_own_plugin_folder_is_asked_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    program(tmp_path / "cli-plugins/docker-compose")
    assert plugin("compose") == tmp_path / "cli-plugins/docker-compose"


def test_the_same_rule_holds_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    monkeypatch.delenv("ProgramData", raising=False)
    program(tmp_path / "Docker/cli-plugins/docker-compose.exe")
    assert plugin("compose") == tmp_path / "Docker/cli-plugins/docker-compose.exe"


@pytest.mark.parametrize(("lang", "nothing"), [("en", "‹not here›"), ("ko", "‹없음›")])
def test_it_prints_then_now_and_here(
    bare: Path, monkeypatch: pytest.MonkeyPatch, lang: str, nothing: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    shown = components(engine_of(VERSION_29, INFO_29), "machine", "runc")
    machine, runc = repr(shown).split("\n\n")
    assert [line.split("|")[0].strip() for line in machine.splitlines()[1:]] == (
        ["2017", "now", "here"] if lang == "en" else ["2017", "지금", "여기"]
    )
    assert machine.endswith(nothing)
    assert "2017" not in runc and runc.endswith("‹1.3.4›")
    page = shown._repr_html_()
    assert page.count("<dt>") == page.count("<dd>") == 2 and nothing in page


def test_every_part_is_told_in_both_languages() -> None:
    for part in COMPONENTS:
        for english, korean in (part.was, part.now):
            assert bool(english) == bool(korean)
            assert english.isascii() and (not korean or any("가" <= c <= "힣" for c in korean))


@pytest.mark.parametrize("name", ["", "Engine", "kubernetes"])
def test_an_unknown_part_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(BadInput, match="kitematic"):
        components(engine_of({}, {}), name)
