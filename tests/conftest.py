"""The engine that the tests use: the course's own, started once; every test cleans its bench."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers import own
from helpers.cleanup import remove_lesson
from helpers.engine import CourseClient, connect
from helpers.images import ensure

LESSON = "99"


@pytest.fixture(scope="session", autouse=True)
def _learner_reads_english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_LANG", "en")
        patch.setenv("COURSE_ENGINE", "own")
        patch.setenv("COURSE_HUB", "no")
        yield


@pytest.fixture(scope="session")
def engine(_learner_reads_english: None) -> Iterator[own.Own]:
    """The course's own engine, running, with the base images; ended if this run started it."""
    before = own.running()
    running = before or own.start()
    ensure(connect())
    yield running
    if before is None:
        own.stop()


@pytest.fixture
def client(engine: own.Own) -> Iterator[CourseClient]:
    """A client of lesson 99 on a clean bench."""
    made = connect(LESSON)
    remove_lesson(made, LESSON)
    yield made
    remove_lesson(made, LESSON)
    made.close()
