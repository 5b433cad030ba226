"""What the terminal does with a typed line before the real `docker` program gets it."""

from __future__ import annotations

import re
import shlex

from helpers.errors import CourseError
from helpers.labelled import labels_of
from helpers.language import say

_LABELLED = {
    ("run",),
    ("create",),
    ("build",),
    ("container", "run"),
    ("container", "create"),
    ("image", "build"),
    ("builder", "build"),
    ("buildx", "build"),
    ("volume", "create"),
    ("network", "create"),
}
_COMMITS = {("commit",), ("container", "commit")}
_ELSEWHERE = ("-H", "--host", "-c", "--context", "--config")
_SHELL_SIGNS = set("|&;<>()")

CALLS = {
    "ps": "GET /containers/json",
    "images": "GET /images/json",
    "pull": "POST /images/create",
    "push": "POST /images/{name}/push",
    "search": "GET /images/search",
    "history": "GET /images/{name}/history",
    "rmi": "DELETE /images/{name}",
    "tag": "POST /images/{name}/tag",
    "build": "POST /build",
    "commit": "POST /commit",
    "run": "POST /containers/create, POST /containers/{id}/start",
    "create": "POST /containers/create",
    "start": "POST /containers/{id}/start",
    "stop": "POST /containers/{id}/stop",
    "kill": "POST /containers/{id}/kill",
    "restart": "POST /containers/{id}/restart",
    "pause": "POST /containers/{id}/pause",
    "unpause": "POST /containers/{id}/unpause",
    "rename": "POST /containers/{id}/rename",
    "rm": "DELETE /containers/{id}",
    "exec": "POST /containers/{id}/exec, POST /exec/{id}/start",
    "logs": "GET /containers/{id}/logs",
    "top": "GET /containers/{id}/top",
    "diff": "GET /containers/{id}/changes",
    "stats": "GET /containers/{id}/stats",
    "inspect": "GET /containers/{id}/json",
    "events": "GET /events",
    "info": "GET /info",
    "version": "GET /version",
}
"""The API call behind the commands of the notes (Engine API reference)."""


def read_line(line: str, lesson: str | None, lang: str | None = None) -> list[str]:
    """Turn a typed line into the arguments of `docker`, the course's labels added.

    Args:
        line: such as "docker run debian:bookworm-slim ls"; quotes work as in a shell.
        lesson: the lesson's number, for the label.
        lang: "en" or "ko"; None is the learner's language.

    Returns:
        The arguments after "docker"; what makes an object has the course's labels.

    Raises:
        CourseError: the line is not one that this control passes on; it says why.
    """
    words = _split(line, lang)
    if words[:1] == ["sudo"]:
        raise _refusal("sudo is not needed here.", "여기서는 sudo가 필요하지 않습니다.", lang)
    if words[:1] != ["docker"]:
        raise _refusal(
            "This line takes docker commands only.", "이 줄에는 docker 명령만 쓸 수 있습니다.", lang
        )
    rest = words[1:]
    if rest and rest[0].split("=")[0] in _ELSEWHERE:
        raise _refusal(
            "This line speaks to the course's engine alone.",
            "이 줄은 강의의 엔진에만 말을 겁니다.",
            lang,
        )
    if _starts_with_a_keyboard(rest):
        raise _refusal(
            "A keyboard cannot be attached from this line (start -i).",
            "이 줄에서는 컨테이너에 키보드를 연결할 수 없습니다(start -i).",
            lang,
        )
    return _with_labels(rest, lesson)


def call_of(words: list[str]) -> str:
    """Name the API call behind a command; "" for one that the notes do not have."""
    shown = [word for word in words[:2] if not word.startswith("-")]
    if shown[:1] in (["container"], ["image"]):
        shown = shown[1:]
    return CALLS.get(shown[0], "") if shown else ""


def _split(line: str, lang: str | None) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="".join(sorted(_SHELL_SIGNS)))
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        words = list(lexer)
    except ValueError:
        raise _refusal(
            "A quotation mark is not closed.", "따옴표가 닫히지 않았습니다.", lang
        ) from None
    if any(word and set(word) <= _SHELL_SIGNS for word in words):
        raise _refusal(
            "Pipes, redirections and several commands need a shell; this line is none.",
            "파이프, 리다이렉션, 여러 명령은 셸이 하는 일인데 이 줄은 셸이 아닙니다.",
            lang,
        )
    return words


def _starts_with_a_keyboard(words: list[str]) -> bool:
    """Find `start -i`: unlike `run -it` and `exec -it`, the program does not refuse it itself."""
    rest = words[1:] if words[:1] == ["container"] else words
    return rest[:1] == ["start"] and any(
        word == "--interactive" or re.fullmatch(r"-[a-z]*i[a-z]*", word) for word in rest[1:]
    )


def _with_labels(words: list[str], lesson: str | None) -> list[str]:
    for length in (1, 2):
        head = tuple(words[:length])
        if head in _LABELLED:
            added = [f"--label={name}={value}" for name, value in labels_of(lesson).items()]
            return [*head, *added, *words[length:]]
        if head in _COMMITS:
            added = [f"--change=LABEL {name}={value}" for name, value in labels_of(lesson).items()]
            return [*head, *added, *words[length:]]
    return words


def _refusal(en: str, ko: str, lang: str | None) -> CourseError:
    return CourseError(
        say(en=en, ko=ko, lang=lang),
        "",
        say(
            en="Type one docker command, or use a terminal of your own (its line is below).",
            ko="docker 명령 하나를 입력하거나, 아래 줄을 써서 직접 연 터미널에서 실행하십시오.",
            lang=lang,
        ),
    )
