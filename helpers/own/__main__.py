"""``python -m helpers.own [start|stop|status|remove]``: the course's own engine in a terminal."""

from __future__ import annotations

import sys

from helpers import own
from helpers.errors import CourseError
from helpers.language import say


def main(words: list[str]) -> int:
    """Do what the word says.

    Args:
        words: one of start (left out: start), stop, status, remove.

    Returns:
        The exit status: 0, 1 (not running, or an error), 2 (no such word).
    """
    word = words[0] if words else "start"
    if len(words) > 1 or word not in ("start", "stop", "status", "remove"):
        print("python -m helpers.own [start|stop|status|remove]", file=sys.stderr)
        return 2
    try:
        if word == "stop":
            own.stop()
        elif word == "remove":
            own.remove()
        engine = own.start() if word == "start" else own.running()
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    if engine is None:
        print(say(en="The engine does not run.", ko="엔진이 실행 중이 아닙니다."))
        return 1 if word == "status" else 0
    print(engine.command)
    print(say(en=f"registry: {engine.registry}", ko=f"레지스트리: {engine.registry}"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
