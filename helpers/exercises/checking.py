"""``check("05.1")``: asks the engine whether an exercise is done, and says what it saw if not."""

from __future__ import annotations

import importlib
from collections.abc import Callable

from helpers.engine import CourseClient, connect
from helpers.errors import explain
from helpers.exercises.progress import mark_done
from helpers.language import say

__all__ = ["CHECKERS", "NotYet", "check", "exercise", "numbers"]

Checker = Callable[[CourseClient], None]
CHECKERS: dict[str, Checker] = {}
_LESSONS = ("01", "02", "03", "04", "05", "06", "07")


class NotYet(Exception):
    """An exercise is not done: what the engine shows, and what was asked for.

    Args:
        saw: a sentence on what is there.
        wanted: a sentence on what is asked for; it does not give the answer away.
    """

    def __init__(self, saw: str, wanted: str) -> None:
        super().__init__(saw, wanted)
        self.saw, self.wanted = saw, wanted


def exercise(number: str) -> Callable[[Checker], Checker]:
    """Enter a checker under its exercise's number.

    Args:
        number: lesson and exercise, such as "05.1".

    Returns:
        The decorator; a checker returns when all is right, and raises :class:`NotYet` when not.
    """

    def enter(checker: Checker) -> Checker:
        CHECKERS[number] = checker
        return checker

    return enter


def numbers() -> list[str]:
    """List the exercises' numbers in order."""
    for lesson in _LESSONS:
        importlib.import_module(f"helpers.exercises.lesson{lesson}")
    return sorted(CHECKERS)


def check(number: str) -> None:
    """Ask the engine whether an exercise is done, and print the answer.

    It changes nothing on the engine and never raises. Any way to the right state counts: docker-py,
    the ``docker`` command in a terminal, a control.

    Args:
        number: lesson and exercise, such as "05.1".
    """
    if number not in numbers():
        print(
            say(
                en=f"There is no exercise {number}. There are: {', '.join(numbers())}.",
                ko=f"{number}번 연습은 없습니다. 다음 번호가 있습니다: {', '.join(numbers())}.",
            )
        )
        return
    try:
        client = connect(number[:2])
        CHECKERS[number](client)
    except NotYet as remark:
        print(
            say(
                en=f"{number} is not done yet. {remark.saw} Wanted: {remark.wanted}",
                ko=f"{number}번은 아직입니다. {remark.saw} 바라는 상태: {remark.wanted}",
            )
        )
    except Exception as error:
        print(
            say(
                en=f"{number} could not be checked. {explain(error)}",
                ko=f"{number}번을 확인하지 못했습니다. {explain(error)}",
            )
        )
    else:
        mark_done(number)
        print(say(en=f"{number} is done. ✓", ko=f"{number}번을 마쳤습니다. ✓"))
