"""What the checkers look with: each asks the engine for one thing, or says that it is not there."""

from __future__ import annotations

from docker.errors import ImageNotFound, NotFound
from docker.models.containers import Container
from docker.models.images import Image

from helpers.engine import CourseClient
from helpers.exercises.checking import NotYet
from helpers.language import say

__all__ = ["container", "image", "require", "stacked_on", "state"]


def require(holds: bool, *, saw: tuple[str, str], wanted: tuple[str, str]) -> None:
    """Let a checker go on only where something holds.

    Args:
        holds: whether it does.
        saw: what is there, in English and in Korean.
        wanted: what is asked for, in English and in Korean.

    Raises:
        NotYet: it does not hold.
    """
    if not holds:
        raise NotYet(say(en=saw[0], ko=saw[1]), say(en=wanted[0], ko=wanted[1]))


def container(client: CourseClient, name: str) -> Container:
    """Find a container by its exact name (``docker inspect NAME``).

    Raises:
        NotYet: there is none.
    """
    try:
        return client.containers.get(name)
    except NotFound:
        raise NotYet(
            say(en=f"There is no container {name}.", ko=f"컨테이너가 없습니다: {name}."),
            say(en=f"a container with the name {name}.", ko=f"{name}, 이 이름의 컨테이너."),
        ) from None


def image(client: CourseClient, name: str) -> Image:
    """Find an image by its name (``docker image inspect NAME``).

    Raises:
        NotYet: there is none.
    """
    try:
        return client.images.get(name)
    except ImageNotFound:
        raise NotYet(
            say(en=f"There is no image {name}.", ko=f"이미지가 없습니다: {name}."),
            say(en=f"an image with the name {name}.", ko=f"{name}, 이 이름의 이미지."),
        ) from None


def state(client: CourseClient, name: str, wanted: str, code: int | None = None) -> Container:
    """Require a container's state, and its exit code where one is given.

    Args:
        client: the course's client.
        name: the container's name.
        wanted: one of the API's states, such as "exited".
        code: the exit code of process 1.

    Raises:
        NotYet: there is none, or its state or exit code is another.
    """
    found = container(client, name)
    require(
        found.status == wanted,
        saw=(
            f"The container {name} is in the state {found.status}.",
            f"컨테이너의 상태가 {found.status}입니다: {name}.",
        ),
        wanted=(f"the state {wanted}.", f"{wanted} 상태."),
    )
    got = found.attrs["State"]["ExitCode"]
    require(
        code is None or got == code,
        saw=(
            f"The container {name} ended with exit code {got}.",
            f"컨테이너가 종료 코드 {got}번으로 끝났습니다: {name}.",
        ),
        wanted=(f"exit code {code}.", f"종료 코드 {code}번."),
    )
    return found


def stacked_on(client: CourseClient, name: str, base: str) -> Image:
    """Require that an image has a base image's layers, and at least one of its own above them.

    Args:
        client: the course's client.
        name: the image that was made.
        base: the image that it was made from.

    Raises:
        NotYet: it is missing, stands on something else, or adds no layer.
    """
    found = image(client, name)
    layers = found.attrs["RootFS"]["Layers"]
    below = client.images.get(base).attrs["RootFS"]["Layers"]
    require(
        layers[: len(below)] == below,
        saw=(
            f"The image {name} does not stand on {base}.",
            f"{base} 위에 쌓인 이미지가 아닙니다: {name}.",
        ),
        wanted=(f"the layers of {base} below.", f"맨 아래에 {base} 이미지의 레이어."),
    )
    require(
        len(layers) > len(below),
        saw=(f"The image {name} adds no layer.", f"더해진 레이어가 없습니다: {name}."),
        wanted=("a layer of its own above.", "그 위에 새로 더해진 레이어."),
    )
    return found
