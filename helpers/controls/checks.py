"""Checks of the controls' arguments: bad input is refused before anything opens."""

from __future__ import annotations

import re
from typing import Any

from helpers.errors import BadInput
from helpers.language import say


def check_lang(lang: object) -> None:
    """Refuse a language that the course does not speak.

    Raises:
        BadInput: it is neither "en" nor "ko" nor None.
    """
    if lang in (None, "en", "ko"):
        return
    raise BadInput(
        say(en="lang must be 'en' or 'ko'.", ko="lang: 'en' 또는 'ko'여야 합니다."),
        say(en=f"It is {lang!r}.", ko=f"받은 값: {lang!r}."),
        say(en="Leave it out to use the lesson's language.", ko="생략하면 강의의 언어를 씁니다."),
    )


def check_client(client: Any, lang: str | None = None) -> None:
    """Refuse what is no Docker client.

    Raises:
        BadInput: it has no `api` and no `events`.
    """
    if hasattr(client, "api") and hasattr(client, "events"):
        return
    raise BadInput(
        say(
            en="client must be a Docker client.",
            ko="client: Docker 클라이언트여야 합니다.",
            lang=lang,
        ),
        say(en=f"It is {client!r}.", ko=f"받은 값: {client!r}.", lang=lang),
        say(
            en="Give what begin() or connect() returned.",
            ko="begin()이나 connect()의 결과를 주십시오.",
            lang=lang,
        ),
    )


def check_name(argument: str, value: object, lang: str | None = None) -> None:
    """Refuse a name that the engine would refuse (`[a-zA-Z0-9][a-zA-Z0-9_.-]+`).

    Args:
        argument: the argument's name, for the message.
        value: what the caller gave.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: it is no string, shorter than two characters, or has other characters.
    """
    if isinstance(value, str) and re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_.-]+", value):
        return
    raise BadInput(
        say(
            en=f"{argument} must be a container name.",
            ko=f"{argument}: 컨테이너 이름이어야 합니다.",
            lang=lang,
        ),
        say(en=f"It is {value!r}.", ko=f"받은 값: {value!r}.", lang=lang),
        say(
            en="Use two or more letters, digits, '_', '.' or '-', a letter or a digit first.",
            ko="영문자나 숫자로 시작하고 영문자, 숫자, '_', '.', '-' 두 글자 이상으로 지으십시오.",
            lang=lang,
        ),
    )


def check_positive(argument: str, value: object, lang: str | None = None) -> None:
    """Refuse what is not a number above nought.

    Raises:
        BadInput: "step must be positive.", where `argument` is "step".
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return
    raise BadInput(
        say(en=f"{argument} must be positive.", ko=f"{argument}: 0보다 커야 합니다.", lang=lang),
        say(en=f"It is {value!r}.", ko=f"받은 값: {value!r}.", lang=lang),
        say(en="Give a number above 0.", ko="0보다 큰 수를 주십시오.", lang=lang),
    )


def check_engine_url(client: Any, lang: str | None = None) -> None:
    """Refuse a client that does not know its engine's address, which another program needs.

    Raises:
        BadInput: it has no `url`, as a client that the course did not make.
    """
    check_client(client, lang)
    if getattr(client, "url", ""):
        return
    raise BadInput(
        say(
            en="client must know its engine's address.",
            ko="client: 엔진의 주소를 아는 클라이언트여야 합니다.",
            lang=lang,
        ),
        say(en=f"It is {client!r}.", ko=f"받은 값: {client!r}.", lang=lang),
        say(
            en="Give what begin() or connect() returned.",
            ko="begin()이나 connect()의 결과를 주십시오.",
            lang=lang,
        ),
    )
