"""Lesson 06: what the engine says of itself."""

from __future__ import annotations

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import container, require


def _label(client: CourseClient, name: str, label: str, value: str) -> None:
    got = container(client, name).labels.get(label, "")
    require(
        got == value,
        saw=(f"The label {label} is: {got or 'missing'}.", f"레이블 {label}: {got or '없음'}."),
        wanted=("what this engine itself says.", "이 엔진이 스스로 밝히는 값."),
    )


@exercise("06.1")
def version_label(client: CourseClient) -> None:
    """A container that carries the server's version (``docker version``)."""
    _label(client, "course-ex-06-version", "engine", client.version()["Version"])


@exercise("06.2")
def driver_label(client: CourseClient) -> None:
    """A container that carries the storage driver (``docker info``)."""
    _label(client, "course-ex-06-driver", "driver", client.info()["Driver"])


@exercise("06.3")
def no_new_privileges(client: CourseClient) -> None:
    """A container that can gain no privileges (``docker create --security-opt``)."""
    options = container(client, "course-ex-06-safe").attrs["HostConfig"]["SecurityOpt"] or []
    require(
        any(option.startswith("no-new-privileges") for option in options),
        saw=(
            f"Its security options: {', '.join(options) or 'none'}.",
            f"보안 옵션: {', '.join(options) or '없음'}.",
        ),
        wanted=(
            "one that keeps programs from gaining privileges.",
            "권한을 더 얻지 못하게 하는 옵션.",
        ),
    )
    require(
        not any(option.endswith("=false") or option.endswith(":false") for option in options),
        saw=("The option is switched off.", "옵션이 꺼져 있습니다."),
        wanted=("it switched on.", "켜진 상태."),
    )
