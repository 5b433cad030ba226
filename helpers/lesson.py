"""How a lesson begins and ends: on a clean bench, and leaving it clean."""

from __future__ import annotations

from helpers.cleanup import leftovers, remove_lesson
from helpers.controls.base import close_all
from helpers.engine import CourseClient, connect
from helpers.errors import CourseError
from helpers.images import ensure
from helpers.language import say

__all__ = ["begin", "clean_bench", "finish"]


def clean_bench(lesson: str) -> CourseClient:
    """Find the engine and remove what an earlier run of a lesson left.

    Args:
        lesson: the lesson's number ("05").

    Returns:
        A client whose objects carry the lesson's label.

    Raises:
        EngineNotFound: no engine answers.
    """
    client = connect(lesson)
    remove_lesson(client, lesson)
    return client


def begin(lesson: str) -> CourseClient:
    """Begin a lesson: find the engine, clear what an earlier run left, have the images there.

    Args:
        lesson: the lesson's number ("05").

    Returns:
        A client whose objects carry the lesson's label.

    Raises:
        EngineNotFound: no engine answers.
        ImageUnavailable: an image that the lessons need cannot be had.
    """
    close_all()
    client = clean_bench(lesson)
    ensure(client)
    print(say(en=f"Lesson {lesson} is ready.", ko=f"{lesson}장을 시작할 준비가 되었습니다."))
    return client


def finish(client: CourseClient) -> None:
    """End a lesson: remove what it made, and look that nothing is left.

    Args:
        client: what :func:`begin` returned.

    Raises:
        CourseError: something would not go.
    """
    close_all()
    lesson = client.lesson or ""
    remove_lesson(client, lesson)
    left = leftovers(client, lesson)
    if left:
        raise CourseError(
            say(en="Not everything could be removed.", ko="모두 지우지는 못했습니다."),
            ", ".join(left),
            say(en="Run this cell again.", ko="이 셀을 다시 실행하십시오."),
        )
    print(
        say(
            en=f"Nothing of lesson {lesson} is left on the engine.",
            ko=f"{lesson}장에서 만든 것은 엔진에 남아 있지 않습니다.",
        )
    )
