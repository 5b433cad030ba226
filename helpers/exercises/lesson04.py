"""Lesson 04: images that the learner makes, and shares."""

from __future__ import annotations

from docker.errors import APIError

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import image, require, stacked_on
from helpers.registry import course_registry

BASE = "debian:bookworm-slim"


@exercise("04.1")
def committed(client: CourseClient) -> None:
    """An image taken from a container (``docker commit``)."""
    stacked_on(client, "course/ex-04:commit", BASE)


@exercise("04.2")
def built(client: CourseClient) -> None:
    """An image from a Dockerfile with ENV, WORKDIR and a layer (``docker build``)."""
    config = stacked_on(client, "course/ex-04:built", BASE).attrs["Config"]
    greeting = [value for value in config.get("Env") or [] if value.startswith("GREETING=")]
    require(
        greeting == ["GREETING=hello"],
        saw=(
            f"Its environment has: {', '.join(greeting) or 'no GREETING'}.",
            f"환경 변수: {', '.join(greeting) or 'GREETING 없음'}.",
        ),
        wanted=("GREETING with the value hello.", "값이 hello인 GREETING."),
    )
    folder = config.get("WorkingDir") or "/"
    require(
        folder == "/app",
        saw=(f"Its containers begin in {folder}.", f"컨테이너가 {folder} 폴더에서 시작합니다."),
        wanted=("containers that begin in /app.", "/app 폴더에서 시작하는 컨테이너."),
    )


@exercise("04.3")
def shared(client: CourseClient) -> None:
    """An image in the course's registry (``docker push``)."""
    name = f"{course_registry(client)}/course/ex-04"
    try:
        offered = client.images.get_registry_data(f"{name}:built").id
    except APIError:
        offered = ""
    require(
        bool(offered),
        saw=(f"The registry has no {name}:built.", f"레지스트리에 없습니다: {name}:built."),
        wanted=(
            "the image of the exercise before, in the registry.",
            "앞 연습의 이미지가 올라간 상태.",
        ),
    )
    digests = image(client, "course/ex-04:built").attrs["RepoDigests"]
    require(
        any(digest.endswith(offered) for digest in digests),
        saw=(
            "What the registry has is another image.",
            "레지스트리에 있는 것은 다른 이미지입니다.",
        ),
        wanted=("the same image as course/ex-04:built.", "course/ex-04:built와 같은 이미지."),
    )
