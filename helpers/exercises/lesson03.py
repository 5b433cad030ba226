"""Lesson 03: images, their names and what is made from them."""

from __future__ import annotations

from helpers.engine import CourseClient
from helpers.exercises.checking import exercise
from helpers.exercises.looking import container, image, require

BUSYBOX = "busybox:1.35"


@exercise("03.1")
def two_from_one(client: CourseClient) -> None:
    """Two containers from one image (``docker create`` twice)."""
    first = container(client, "course-ex-03-a").attrs["Image"]
    second = container(client, "course-ex-03-b").attrs["Image"]
    require(
        first == second,
        saw=("The two come from different images.", "두 컨테이너의 이미지가 서로 다릅니다."),
        wanted=("both from the same one.", "둘 다 같은 이미지에서 만든 상태."),
    )


@exercise("03.2")
def second_name(client: CourseClient) -> None:
    """A second name for an image (``docker tag``)."""
    named = image(client, "course/ex-03:mine")
    require(
        named.id == image(client, BUSYBOX).id,
        saw=(
            f"course/ex-03:mine is another image than {BUSYBOX}.",
            f"course/ex-03:mine 이미지는 {BUSYBOX} 이미지와 다릅니다.",
        ),
        wanted=("two names of one image.", "한 이미지의 두 이름."),
    )


@exercise("03.3")
def pinned(client: CourseClient) -> None:
    """A container from an image that is named by its digest (``docker create NAME@sha256:…``)."""
    found = container(client, "course-ex-03-pinned")
    asked = found.attrs["Config"]["Image"]
    require(
        "@sha256:" in asked,
        saw=(f"It was made from {asked}, a name that can move.",
             f"{asked}, 곧 옮겨 갈 수 있는 이름으로 만들었습니다."),
        wanted=("a name that can never mean other bytes.", "다른 내용을 가리킬 수 없는 이름."),
    )  # fmt: skip
    require(
        found.attrs["Image"] == image(client, BUSYBOX).id,
        saw=(f"It is not {BUSYBOX}.", f"{BUSYBOX} 이미지가 아닙니다."),
        wanted=(f"the image that {BUSYBOX} names now.", f"지금 {BUSYBOX} 이름이 가리키는 이미지."),
    )
