"""The command that proves the course: what it counts, and what it leaves on the engine."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import docker
import pytest
import requests.exceptions

from helpers.engine import CourseClient, connect
from helpers.inventory import inventory
from helpers.own import Own
from helpers.setup import packages, prove
from helpers.setup.learner import dirty_engine
from helpers.setup.tally import Tally

GOOD = "def test_good(): pass\n"
MIXED = (
    GOOD
    + "import pytest\ndef test_bad(): assert 0\n"
    + "@pytest.mark.skip\ndef test_skipped(): pass\n"
    + "@pytest.fixture\ndef broken(): raise OSError\ndef test_error(broken): pass\n"
)


@pytest.fixture(autouse=True)
def no_apt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "installable", lambda: False)


@pytest.mark.parametrize(
    ("source", "last", "status"),
    [
        (GOOD, "1 passed, 0 failed", 0),
        (MIXED, "1 passed, 2 failed", 1),
        ("def broken(:\n", "0 passed, 1 failed", 1),
        ("", "0 passed, 1 failed", 1),
    ],
)
def test_the_last_line_counts_what_passed_and_failed(
    engine: Own,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    source: str,
    last: str,
    status: int,
) -> None:
    file = tmp_path / "test_it.py"
    file.write_text(source)
    words = ["-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(file)]
    assert prove.run(Namespace(rest=words)) == status
    assert capfd.readouterr().out.splitlines()[-1] == last


def test_a_pytest_that_broke_down_is_a_failure(tmp_path: Path) -> None:
    tally = Tally()
    tally.add(True)
    tally.add_report(tmp_path / "none.xml", 3)
    assert str(tally) == "1 passed, 1 failed"


def test_an_engine_that_goes_away_is_counted_and_said(
    engine: Own, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(tally: Tally, words: list[str]) -> None:
        tally.add(True)
        raise requests.exceptions.ConnectionError("gone")

    monkeypatch.setattr(prove, "_everything", gone)
    assert prove.run(Namespace(rest=[])) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines()[-1] == "1 passed, 1 failed"
    assert "does not answer" in shown.err


def test_a_learners_things_carry_no_label_and_go_afterwards(
    client: CourseClient, engine: Own
) -> None:
    before = inventory(client)
    plain = docker.DockerClient(base_url=engine.url, version="auto")
    with dirty_engine(engine.url):
        added = before.difference(inventory(client))
        kinds = {line.split()[1] for line in added}
        assert kinds == {"container", "image", "volume", "network"}
        assert plain.containers.get("test").labels.get("course") is None
        assert plain.networks.list(names=["mine"])[0].attrs["Labels"] == {}
    plain.close()
    assert before.difference(inventory(client)) == []


def test_what_a_lesson_leaves_on_the_engine_fails_the_run(
    engine: Own, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def leaving(tally: Tally, *words: str) -> None:
        made = connect("99")
        made.volumes.create("course-left")
        made.close()

    monkeypatch.setattr(prove, "_pytest", leaving)
    tally = Tally()
    prove._lessons(tally)
    tidy = connect()
    tidy.volumes.get("course-left").remove()
    tidy.close()
    assert tally.failed == 1
    assert "+ volume course-left" in capsys.readouterr().out
