"""The frame: bad arguments, one sentence for an error, one worker, nothing left when closed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from helpers.controls import ContainerDashboard, LifecyclePanel, Terminal
from helpers.controls.base import Control
from helpers.controls.checks import check_name, check_positive
from helpers.engine import CourseClient
from helpers.errors import BadInput

from .conftest import Door

Until = Callable[[Callable[[], object]], None]


class Bell(Control):
    title_en, title_ko = "A bell", "종"

    def __init__(self, client: Any, *, key: str = "", lang: str | None = None) -> None:
        super().__init__(client, key=key, lang=lang)
        self.rung: list[str] = []
        self.ring = self.button(en="Ring", ko="울리기", press=self._ring)
        self.frame([self.ring])

    def _ring(self) -> None:
        self.show_press("docker bell <x>", "POST /bell")
        self.rung.append(threading.current_thread().name)
        self.client.api.inspect_container("course-nowhere")

    def snapshot_html(self) -> str:
        return "<b>a bell</b>"


def _threads(word: str) -> list[str]:
    return [each.name for each in threading.enumerate() if word in each.name]


def test_a_press_shows_command_and_call_and_an_error_as_a_sentence(
    client: CourseClient, until: Until
) -> None:
    bell = Bell(client, lang="en")
    bell.ring.click()
    until(lambda: "⚠" in bell.status_shown.value)
    assert "$ docker bell &lt;x&gt;" in bell.press_shown.value
    assert "POST /bell" in bell.press_shown.value
    assert 'role="status"' in bell.status_shown.value
    assert "The engine does not have it" in bell.status_shown.value
    assert "Traceback" not in bell.status_shown.value
    assert bell.rung == ["Bell worker"]


def test_words_come_in_the_language_asked_for(client: CourseClient) -> None:
    bell = Bell(client, lang="ko")
    assert bell.ring.description == "울리기"
    bundle = bell._repr_mimebundle_()
    assert "종" in bundle["text/html"] and "<b>a bell</b>" in bundle["text/html"]
    assert bundle["text/plain"] == "Bell: 종"


def test_one_worker_runs_every_press_and_goes_with_the_control(
    client: CourseClient, until: Until
) -> None:
    bell = Bell(client, lang="en")
    for _ in range(5):
        bell.ring.click()
    until(lambda: len(bell.rung) == 5)
    assert _threads("Bell") == ["Bell worker"]
    bell.close()
    until(lambda: not _threads("Bell"))
    bell.ring.click()
    bell.close()
    assert len(bell.rung) == 5


def test_the_same_key_closes_the_older_one_another_key_does_not(client: CourseClient) -> None:
    first, second, third = Bell(client), Bell(client), Bell(client, key="b")
    assert (first.closing.is_set(), second.closing.is_set(), third.closing.is_set()) == (
        True,
        False,
        False,
    )


def test_closing_a_control_closes_its_widgets(client: CourseClient) -> None:
    bell = Bell(client)
    bell.close()
    assert bell.comm is None and bell.ring.comm is None


def test_a_stream_is_opened_again_and_the_learner_is_told(
    client: CourseClient, until: Until
) -> None:
    bell = Bell(client, lang="en")
    seen: list[int] = []
    opened = threading.Event()

    def stream() -> Iterator[int]:
        if not opened.is_set():
            opened.set()
            raise ConnectionError("gone")
        return iter([1, 2])

    follower = bell.follow(stream, seen.append)
    until(lambda: "does not answer" in bell.status_shown.value)
    until(lambda: seen[:2] == [1, 2])
    follower.close()
    assert _threads("Bell stream") == []


@pytest.mark.parametrize("control", [LifecyclePanel, ContainerDashboard, Terminal])
def test_what_is_no_client_and_no_language_is_refused(
    control: type[Control], client: CourseClient
) -> None:
    with pytest.raises(BadInput, match="client must be a Docker client"):
        control("unix:///x")
    with pytest.raises(BadInput, match="lang must be 'en' or 'ko'"):
        control(client, lang="fr")
    with pytest.raises(BadInput, match="Docker 클라이언트여야 합니다"):
        control(None, lang="ko")


@pytest.mark.parametrize("value", [0, -1, "2", None, True])
def test_what_is_not_positive_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="step must be positive"):
        check_positive("step", value, "en")
    check_positive("step", 0.5, "en")


@pytest.mark.parametrize("value", ["", "x", "-ab", "a b", "이름", 7, None])
def test_what_the_engine_refuses_as_a_name_is_refused(value: object) -> None:
    with pytest.raises(BadInput, match="name must be a container name"):
        check_name("name", value, "en")
    check_name("name", "course-1.x_y", "en")


@pytest.mark.parametrize("control", [LifecyclePanel, ContainerDashboard, Terminal])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_part_has_a_label_and_the_stored_page_is_small(
    control: type[Control], lang: str, client: CourseClient
) -> None:
    made = control(client, lang=lang)
    named = [one for one in _tree(made) if hasattr(one, "description")]
    assert len(named) > 3
    silent = [
        type(one).__name__ for one in named if not one.description and hasattr(one, "disabled")
    ]
    assert silent == []
    page = made._repr_mimebundle_()["text/html"]
    assert "course-title" in page and len(page) < 10_000


@pytest.mark.parametrize("control", [LifecyclePanel, ContainerDashboard])
def test_a_control_opened_while_the_engine_is_away_waits_for_it(
    control: type[Control], client_at_door: CourseClient, door: Door, until: Until
) -> None:
    door.shut()
    made = control(client_at_door, lang="ko")
    assert "course-title" in made._repr_mimebundle_()["text/html"]
    until(lambda: "응답하지 않습니다" in made.status_shown.value)
    door.open()
    until(lambda: "다시 응답합니다" in made.status_shown.value)


def _tree(widget: Any) -> Iterator[Any]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _tree(child)
