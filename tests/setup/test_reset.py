"""reset removes what the course made, and keeps what is a learner's."""

from __future__ import annotations

import os
import shutil
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import docker
import pytest

from helpers.engine import CourseClient
from helpers.inventory import inventory
from helpers.own import Own
from helpers.paths import cache_dir
from helpers.setup import jupyter, reset, working_copy
from helpers.setup.learner import dirty_engine


@pytest.fixture
def as_learners_engine(
    client: CourseClient, engine: Own, tmp_path: Path
) -> Iterator[Own]:
    """The engine of the tests, met as a learner's own, with a cache folder of its own."""
    there = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "DOCKER_HOST": engine.url}
    with mock.patch.dict(os.environ, there):
        del os.environ["COURSE_ENGINE"]
        jupyter.leave_home_alone()
        yield engine


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A working copy with a file of the learner's own in it."""
    lessons = tmp_path / "lessons"
    (lessons / "en").mkdir(parents=True)
    (lessons / "en" / "01-a.ipynb").write_text("lesson")
    folder = tmp_path / "my lessons"
    working_copy.bring_up_to_date(folder, lessons)
    (folder / "en" / "notes.txt").write_text("my own")
    shutil.rmtree(lessons)
    return folder


def options(folder: Path, **choices: bool) -> Namespace:
    return Namespace(engine="auto", folder=str(folder), **{"yes": False, "keep": False, **choices})


def test_a_learners_engine_is_as_it_was(
    as_learners_engine: Own, client: CourseClient, mine: Path
) -> None:
    with dirty_engine(as_learners_engine.url):
        before = inventory(client)
        client.containers.create("busybox:1.35", "true", name="course-left")
        client.volumes.create("course-left")
        client.networks.create("course-left")
        client.images.get("busybox:1.35").tag("course/left", "1")
        cache_dir().mkdir(parents=True, exist_ok=True)
        (cache_dir() / "something").touch()
        assert reset.run(options(mine, yes=True)) == 0
        assert before.difference(inventory(client)) == []
        plain = docker.DockerClient(base_url=as_learners_engine.url, version="auto")
        assert plain.containers.get("hello").status == "running"
        plain.close()
    assert not cache_dir().exists()


def test_only_copies_of_lessons_go(as_learners_engine: Own, mine: Path) -> None:
    reset.run(options(mine, yes=True))
    assert [path.name for path in mine.rglob("*") if path.is_file()] == ["notes.txt"]


@pytest.mark.parametrize("choices", [{}, {"keep": True}])
def test_the_working_copy_stays_where_nobody_says_yes(
    as_learners_engine: Own, mine: Path, choices: dict[str, bool]
) -> None:
    reset.run(options(mine, **choices))
    assert (mine / "en" / "01-a.ipynb").read_text() == "lesson"


def test_a_server_that_runs_is_ended(as_learners_engine: Own, mine: Path) -> None:
    server = jupyter.start(mine)
    process = server.process
    assert process is not None
    reset.run(options(mine, keep=True))
    assert not process.is_running()
