from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from docker.errors import ImageNotFound

from helpers import journal
from helpers.cleanup import leftovers, remove_course, remove_lesson
from helpers.engine import CourseClient, connect
from helpers.inventory import inventory

BASE = "debian:bookworm-slim"
MARKS = {"course": "docker-lessons", "lesson": "99"}


def _marked(labels: dict[str, str] | None) -> bool:
    return MARKS.items() <= (labels or {}).items()


def test_all_that_is_made_is_labelled(client: CourseClient) -> None:
    container = client.containers.create(BASE, name="course-labelled", labels={"mine": "yes"})
    assert _marked(container.labels) and container.labels["mine"] == "yes"
    assert _marked(client.containers.create(BASE, labels=["mine"]).labels)
    assert _marked(client.volumes.create("course-labelled").attrs["Labels"])
    network = client.networks.create("course-labelled")
    network.reload()
    assert _marked(network.attrs["Labels"])
    built, _ = client.images.build(
        fileobj=io.BytesIO(f"FROM {BASE}\n".encode()), tag="course/built"
    )
    assert _marked(built.labels)
    commit = container.commit("course/commit", changes="ENV A=1")
    assert _marked(commit.labels) and "A=1" in commit.attrs["Config"]["Env"]


def test_a_lesson_leaves_nothing(client: CourseClient) -> None:
    before = inventory(client)
    test_all_that_is_made_is_labelled(client)
    client.images.get(BASE).tag("course/tagged", "1")
    assert {line.split()[0] for line in leftovers(client, "99")} == {
        "container",
        "image",
        "network",
        "volume",
    }
    remove_lesson(client, "99")
    assert leftovers(client, "99") == []
    assert before.difference(inventory(client)) == []


def test_an_added_tag_goes_and_the_image_stays(client: CourseClient) -> None:
    base = client.images.get(BASE)
    base.tag("course/tagged", "1")
    assert "image course/tagged:1" in leftovers(client, "99")
    remove_lesson(client, "99")
    assert client.images.get(BASE).id == base.id
    with pytest.raises(ImageNotFound):
        client.images.get("course/tagged:1")


def test_a_tag_that_was_there_before_is_the_learners(client: CourseClient) -> None:
    client.images.get(BASE).tag("course/learner", "1")
    journal.forget(client.api.engine_id, "course/learner:1")
    client.images.get(BASE).tag("course/learner", "1")
    remove_lesson(client, "99")
    assert client.images.get("course/learner:1")
    client.images.remove("course/learner:1")


def test_a_pulled_image_goes_with_its_lesson(client: CourseClient) -> None:
    before = inventory(client)
    client.images.pull("busybox", tag="latest")
    assert "image busybox:latest" in leftovers(client, "99")
    remove_lesson(client, "99")
    assert before.difference(inventory(client)) == []


@pytest.fixture
def learners_container(client: CourseClient) -> Iterator[str]:
    """A container without labels of its own, from a base image that this course built."""
    made = super(type(client.api), client.api).create_container_from_config(
        {"Image": BASE, "Cmd": ["true"], "HostConfig": {}}, "course-learner"
    )
    yield "course-learner"
    client.api.remove_container(made["Id"])


def test_a_learners_container_from_our_base_image_is_left(
    client: CourseClient, learners_container: str
) -> None:
    remove_lesson(client, "99")
    assert f"container {learners_container}" not in leftovers(client)
    assert client.containers.get(learners_container)


def test_lessons_do_not_touch_one_another(client: CourseClient) -> None:
    other = connect("98")
    other.containers.create(BASE, name="course-other")
    remove_lesson(client, "99")
    assert leftovers(other, "98") == ["container course-other"]
    remove_lesson(other, "98")


def test_a_broken_journal_is_an_empty_one(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(journal, "cache_dir", lambda: tmp_path)
    assert journal.entries("none") == []
    journal._file().write_text('[{"engine": "half', encoding="utf-8")
    assert journal.entries("none") == []
    journal.add(journal.Entry("none", "99", "a:1"))
    journal.add(journal.Entry("none", "99", "a:1"))
    assert [row.reference for row in journal.entries("none")] == ["a:1"]
    journal.forget("none", "a:1")
    assert journal.entries("none") == []


def test_inventory_says_what_came_and_went(client: CourseClient) -> None:
    before = inventory(client)
    container = client.containers.create(BASE, name="course-counted")
    changes = before.difference(inventory(client))
    assert changes == [f"+ container course-counted {container.id[:12]} created"]
    container.remove()
    assert before.difference(inventory(client)) == []


def test_remove_course_is_every_lesson(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed = []
    monkeypatch.setattr("helpers.cleanup._remove", lambda c, lesson: removed.append(lesson))
    remove_course(client)
    assert removed == [None]
