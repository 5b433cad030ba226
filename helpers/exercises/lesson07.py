"""Lesson 07: the whole of the notes as one task."""

from __future__ import annotations

from docker.errors import APIError

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import image, require, stacked_on, state
from helpers.registry import course_registry

BASE = "debian:bookworm-slim"
SITE = "course/ex-07-site:1.0"


@exercise("07.1")
def looked_into(client: CourseClient) -> None:
    """A container that was made, started and written into (``create``, ``start``, ``exec``)."""
    found = state(client, "course-ex-07-draft", "exited")
    require(
        any(row["Path"] == "/page.txt" for row in found.diff() or []),
        saw=("It has no file /page.txt of its own.", "자기만의 /page.txt 파일이 없습니다."),
        wanted=("the file /page.txt, written inside it.", "그 안에서 쓴 /page.txt 파일."),
    )


@exercise("07.2")
def snapshot(client: CourseClient) -> None:
    """An image of that container (``docker commit``)."""
    stacked_on(client, "course/ex-07-draft:1.0", BASE)


@exercise("07.3")
def site(client: CourseClient) -> None:
    """The same as a recipe (``docker build``), under two names (``docker tag``)."""
    found = stacked_on(client, SITE, BASE)
    history = " ".join(row["CreatedBy"] for row in found.history())
    require(
        "page.txt" in history,
        saw=("No step of its history makes page.txt.", "이력에 page.txt를 만드는 단계가 없습니다."),
        wanted=("a build step that makes /page.txt.", "/page.txt를 만드는 빌드 단계."),
    )
    shared = image(client, f"{course_registry(client)}/{SITE}")
    require(
        shared.id == found.id,
        saw=(
            "The name with the registry is another image.",
            "레지스트리 이름은 다른 이미지입니다.",
        ),
        wanted=("two names of one image.", "한 이미지의 두 이름."),
    )


@exercise("07.4")
def pushed(client: CourseClient) -> None:
    """The image in the registry (``docker push``)."""
    name = f"{course_registry(client)}/{SITE}"
    try:
        offered = client.images.get_registry_data(name).id
    except APIError:
        offered = ""
    require(
        bool(offered),
        saw=(f"The registry has no {name}.", f"레지스트리에 없습니다: {name}."),
        wanted=("the image in the registry.", "레지스트리에 올라간 이미지."),
    )
    digests = image(client, SITE).attrs["RepoDigests"]
    require(
        any(digest.endswith(offered) for digest in digests),
        saw=("The registry has an older image.", "레지스트리에 있는 것은 예전 이미지입니다."),
        wanted=(f"the same image as {SITE}.", f"{SITE}와 같은 이미지."),
    )


@exercise("07.5")
def left_behind(client: CourseClient) -> None:
    """In the end: one that runs, one that ended, and no draft (``docker rm``)."""
    web = state(client, "course-ex-07-web", "running")
    require(
        web.attrs["Image"] == image(client, SITE).id,
        saw=("It runs another image.", "다른 이미지로 실행 중입니다."),
        wanted=(f"a container of {SITE}.", f"{SITE} 이미지의 컨테이너."),
    )
    state(client, "course-ex-07-job", "exited", 0)
    names = [c.name for c in client.containers.list(all=True)]
    require(
        "course-ex-07-draft" not in names,
        saw=("The draft is still there.", "초안 컨테이너가 아직 있습니다."),
        wanted=("course-ex-07-draft removed.", "course-ex-07-draft 컨테이너가 지워진 상태."),
    )
