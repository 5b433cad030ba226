"""Where the lessons' images come from, in which order, and that they are written down."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import docker
import pytest
from docker.errors import ImageNotFound

from helpers import images, journal, own
from helpers.engine import CourseClient, open_client
from helpers.errors import ImageUnavailable

TINY = "busybox:1.35"


@pytest.fixture
def without(client: CourseClient) -> Iterator[CourseClient]:
    """The session's client, whose engine has no busybox; it has afterwards."""
    _drop(client)
    yield client
    _drop(client)
    images.ensure(client)


def _drop(client: CourseClient) -> None:
    for container in client.containers.list(all=True, filters={"ancestor": TINY}):
        container.remove(force=True)
    with contextlib.suppress(ImageNotFound):
        client.images.remove(TINY, force=True)
    journal.forget(client.api.engine_id, TINY)


def _of_no_registry(client: CourseClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the engine taken for a learner's own, without Hub: its mirror is not asked."""
    monkeypatch.setattr(own, "is_own", lambda url: False)
    monkeypatch.setenv("COURSE_HUB", "no")


def test_what_is_there_is_left_alone(client: CourseClient) -> None:
    before = {i.id: i.tags for i in client.images.list()}
    said: list[str] = []
    images.ensure(client, said.append)
    assert said == [] and {i.id: i.tags for i in client.images.list()} == before
    assert all(images.present(client, name) for name in images.NEEDED)
    assert not images.present(client, "course/no-such-image:1")


def test_the_own_engine_pulls_from_its_registry(without: CourseClient) -> None:
    said: list[str] = []
    images.ensure(without, said.append)
    assert without.images.get(TINY).attrs["RepoDigests"][0].startswith("busybox@sha256:")
    assert len(said) == 1 and TINY in said[0]


def test_without_a_listener_it_is_silent(
    without: CourseClient, capsys: pytest.CaptureFixture[str]
) -> None:
    images.ensure(without)
    assert capsys.readouterr().out == ""


def test_what_was_fetched_belongs_to_the_whole_course(without: CourseClient) -> None:
    assert without.lesson == "99"
    images.ensure(without)
    rows = [e for e in journal.entries(without.api.engine_id) if e.reference == TINY]
    assert [row.lesson for row in rows] == ["course"]


@pytest.mark.parametrize("path", ["", "/library", "/course-team/"])
def test_a_named_registry_comes_first(
    without: CourseClient, engine: own.Own, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    _of_no_registry(without, monkeypatch)
    if path == "/course-team/":  # A registry without Hub's namespace.
        images.pull(without, f"{engine.registry}/library/{TINY}")
        name = f"{engine.registry}{path}busybox"
        docker.APIClient.tag(without.api, f"{engine.registry}/library/{TINY}", name, "1.35")
        list(without.api.push(name, tag="1.35", stream=True))
        _drop_names(without, engine.registry)
    monkeypatch.setenv("COURSE_REGISTRY", f"{engine.registry}{path}")
    images.ensure(without)
    assert without.images.get(TINY).tags == [TINY]


def _drop_names(client: CourseClient, registry: str) -> None:
    for image in client.images.list():
        for name in image.tags:
            if name.startswith(registry):
                docker.APIClient.remove_image(client.api, name)


def test_a_name_that_the_learner_had_stays(
    without: CourseClient, engine: own.Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = f"{engine.registry}/library/{TINY}"
    images.pull(without, theirs)
    _of_no_registry(without, monkeypatch)
    monkeypatch.setenv("COURSE_REGISTRY", engine.registry)
    images.ensure(without)
    assert set(without.images.get(TINY).tags) == {TINY, theirs}
    docker.APIClient.remove_image(without.api, theirs)


def test_where_no_registry_has_it_it_is_built_here(
    without: CourseClient, engine: own.Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_no_registry(without, monkeypatch)
    monkeypatch.setenv("COURSE_REGISTRY", f"{engine.registry}/nothing-here")
    said: list[str] = []
    images.ensure(without, said.append)
    image = without.images.get(TINY)
    assert image.attrs["RepoDigests"] == [] and "built-here" in image.labels
    assert len(said) == 3, "two names in the registry, then Debian's packages"
    rows = [e.lesson for e in journal.entries(without.api.engine_id) if e.reference == TINY]
    assert rows == ["course"]


def test_when_every_way_fails_each_reason_is_told(
    without: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ImageUnavailable("no packages here", "", "")

    _of_no_registry(without, monkeypatch)
    monkeypatch.setenv("COURSE_REGISTRY", "127.0.0.1:1")
    monkeypatch.setattr(images, "build_busybox", refuse)
    with pytest.raises(ImageUnavailable) as told:
        images.ensure(without)
    assert "127.0.0.1:1/library" in told.value.state and "no packages here" in told.value.state
    assert TINY in told.value.cause and "COURSE_REGISTRY" in told.value.next_step
    monkeypatch.setenv("COURSE_LANG", "ko")
    with pytest.raises(ImageUnavailable, match="이미지를 구할 수 없습니다"):
        images.ensure(without)


def test_an_error_in_the_middle_of_a_pull_is_not_passed_over(
    client: CourseClient, engine: own.Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = iter([{"status": "Pulling"}, {"error": "no space left on device"}])
    monkeypatch.setattr(docker.APIClient, "pull", lambda *_, **__: answer)
    with pytest.raises(docker.errors.APIError, match="no space left"):
        images.pull(client, TINY)
    monkeypatch.undo()
    with pytest.raises(docker.errors.DockerException):
        images.pull(open_client(engine.url), f"{engine.registry}/course/no-such:1")


@pytest.mark.parametrize(("value", "allowed"), [("no", False), ("yes", True), (None, True)])
def test_who_may_ask_hub(monkeypatch: pytest.MonkeyPatch, value: str | None, allowed: bool) -> None:
    monkeypatch.delenv("COURSE_HUB", raising=False)
    if value:
        monkeypatch.setenv("COURSE_HUB", value)
    assert images.hub_allowed() is allowed
