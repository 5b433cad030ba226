"""Every solution in a lesson passes, typed either way; wrong answers get the right remark."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import journal
from helpers.cleanup import leftovers, remove_lesson
from helpers.engine import CourseClient, connect
from helpers.exercises import check, clear_progress, progress
from helpers.exercises.checking import numbers
from helpers.inventory import inventory
from helpers.own import Own
from helpers.registry import course_registry
from tests.exercises.wrong import WRONG
from tests.lessons import notebooks, source

LESSONS = {name[:2]: notebook for name, notebook in notebooks("en").items()}
KOREAN = {name[:2]: notebook for name, notebook in notebooks("ko").items()}
NUMBERS = numbers()


@pytest.fixture
def bench(
    engine: Own, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[CourseClient]:
    """A client of the exercise's lesson on a clean bench, with a progress file of its own."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    lesson = request.node.callspec.params["number"][:2]
    client = connect(lesson)
    remove_lesson(client, lesson)
    _empty_shelf(client, lesson)
    yield client
    remove_lesson(client, lesson)
    _empty_shelf(client, lesson)
    client.close()


def _empty_shelf(client: CourseClient, lesson: str) -> None:
    """Take what an earlier answer pushed out of the registry."""
    import urllib.error
    import urllib.request

    name = {"04": "course/ex-04", "07": "course/ex-07-site"}.get(lesson)
    if name is None:
        return
    url = f"http://{course_registry(client)}/v2/{name}/manifests/"
    accept = {"Accept": "application/vnd.docker.distribution.manifest.v2+json"}
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        asked = urllib.request.Request(url + ("built" if lesson == "04" else "1.0"), headers=accept)
        with opener.open(asked, timeout=60) as answer:
            digest = answer.headers["Docker-Content-Digest"]
        opener.open(urllib.request.Request(url + digest, method="DELETE"), timeout=60).close()
    except urllib.error.HTTPError as error:
        assert error.code == 404


def _cell(notebook: dict[str, Any], ident: str) -> str:
    return next(source(cell) for cell in notebook["cells"] if cell["id"] == ident)


def _solution(number: str, kind: str) -> str:
    lesson, n = number.split(".")
    text = _cell(LESSONS[lesson], f"ex-{n}-solution")
    found = re.search(rf"```{kind}\n(.*?)\n```", text, re.S)
    assert found, f"{number} has no {kind} solution"
    return found[1]


def _before(number: str) -> list[str]:
    """Name the exercises that an exercise builds on."""
    if number == "04.3":
        return ["04.2"]
    lesson, n = number.split(".")
    return [f"07.{i}" for i in range(1, int(n))] if lesson == "07" else []


def _python(client: CourseClient, code: str) -> None:
    exec(code, {"client": client})


def _answer(capsys: pytest.CaptureFixture[str], number: str) -> str:
    capsys.readouterr()
    check(number)
    return capsys.readouterr().out


def test_every_exercise_stands_in_both_editions() -> None:
    for edition in (LESSONS, KOREAN):
        standing = [
            found[1]
            for lesson in sorted(edition)
            for cell in edition[lesson]["cells"]
            if cell["metadata"].get("tags") == ["check"]
            and (found := re.fullmatch(r'check\("(\d\d\.\d)"\)', source(cell)))
        ]
        assert standing == NUMBERS
    per_lesson = [sum(n.startswith(lesson) for n in NUMBERS) for lesson in LESSONS]
    assert all(3 <= count <= 6 for count in per_lesson)


@pytest.mark.parametrize("number", NUMBERS)
def test_the_solution_passes(
    bench: CourseClient, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    for earlier in _before(number):
        _python(bench, _solution(earlier, "python"))
    _python(bench, _solution(number, "python"))
    before = inventory(bench)
    assert _answer(capsys, number) == f"{number} is done. ✓\n"
    assert before.difference(inventory(bench)) == [], "a check changes nothing"


@pytest.mark.skipif(not shutil.which("docker"), reason="the docker command is not installed")
@pytest.mark.parametrize("number", NUMBERS)
def test_the_same_typed_in_a_terminal_passes(
    bench: CourseClient, capsys: pytest.CaptureFixture[str], number: str, tmp_path: Path
) -> None:
    environment = {
        **os.environ,
        "DOCKER_HOST": bench.url,
        "DOCKER_CONFIG": str(tmp_path),
        "DOCKER_BUILDKIT": "0",
        "REGISTRY": course_registry(bench),
        "DIGEST": (bench.images.get("busybox:1.35").attrs["RepoDigests"] or [""])[0],
    }
    before = set(leftovers(bench))
    for step in [*_before(number), number]:
        typed = _solution(step, "bash")
        done = subprocess.run(["sh", "-c", typed], env=environment, capture_output=True, text=True)
        assert "Error" not in done.stderr, done.stderr
    try:
        assert _answer(capsys, number) == f"{number} is done. ✓\n"
    finally:
        _remove_typed(bench, number[:2])
    assert set(leftovers(bench)) == before


def _remove_typed(client: CourseClient, lesson: str) -> None:
    """Remove what the docker command made: it carries no label."""
    for container in client.containers.list(all=True):
        if container.name.startswith(f"course-ex-{lesson}-"):
            container.remove(force=True, v=True)
    for network in client.networks.list(names=["course-ex-"]):
        network.remove()
    for volume in client.volumes.list():
        if volume.name.startswith("course-ex-"):
            volume.remove()
    for image in client.images.list():
        for tag in image.tags:
            if f"course/ex-{lesson}" in tag:
                client.api.remove_image(tag, force=True)
                journal.forget(client.api.engine_id, tag)


CASES = [(number, code, remark) for number in NUMBERS for code, remark in WRONG[number]]


@pytest.mark.parametrize(("number", "code", "remark"), CASES)
def test_a_wrong_answer_gets_the_right_remark(
    bench: CourseClient, capsys: pytest.CaptureFixture[str], number: str, code: str, remark: str
) -> None:
    _python(bench, code)
    answer = _answer(capsys, number)
    assert answer.startswith(f"{number} is not done yet.")
    assert re.search(remark, answer)


def test_every_exercise_has_three_wrong_answers() -> None:
    assert sorted(WRONG) == NUMBERS
    assert all(len({code for code, _ in WRONG[number]}) >= 3 for number in NUMBERS)


def test_an_unknown_number_is_a_sentence(
    engine: Own, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _answer(capsys, "09.9").startswith("There is no exercise 09.9.")
    monkeypatch.setenv("COURSE_LANG", "ko")
    assert _answer(capsys, "09.9").startswith("09.9번 연습은 없습니다.")


def test_a_check_without_an_engine_is_a_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helpers.own.running", lambda: None)
    assert "05.1 could not be checked. No Docker engine answers." in _answer(capsys, "05.1")


@pytest.fixture
def progress_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A learner's progress file that is not there yet."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    return tmp_path / "progress.json"


@pytest.mark.parametrize(
    "broken", ["", "{", '{"done": 3}', '["05.1"]', '{"done": [1, {}]}', "\x00"]
)
def test_a_broken_progress_file_counts_as_none(
    progress_file: Path, capsys: pytest.CaptureFixture[str], broken: str
) -> None:
    progress_file.write_text(broken, encoding="utf-8")
    progress()
    assert f"0 of {len(NUMBERS)} done." in capsys.readouterr().out


@pytest.mark.parametrize("number", ["05.1"])
def test_progress_is_kept_and_cleared(
    bench: CourseClient, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    _python(bench, _solution(number, "python"))
    check(number)
    progress()
    printed = capsys.readouterr().out
    assert "05.1 ✓   05.2 ·" in printed and f"1 of {len(NUMBERS)} done." in printed
    clear_progress()
    progress()
    assert "05.1 ·" in capsys.readouterr().out
