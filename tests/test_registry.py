"""Which registry a lesson pushes to, on the own engine and on others."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docker.errors import NotFound

from helpers import own, registry
from helpers.base_images import build_image
from helpers.engine import CourseClient
from helpers.errors import RegistryUnavailable
from helpers.own.place import place
from helpers.paths import cache_dir
from helpers.registry import course_registry, search_prefix

STAND_IN = "registry:2"


@pytest.fixture
def another(
    client: CourseClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CourseClient]:
    """The session's engine, as an engine that is not this cache folder's own."""
    parts = cache_dir() / "base"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path))
        cache_dir().mkdir(parents=True)
        (cache_dir() / "base").symlink_to(parts)
        yield client
        own.remove()


@pytest.fixture
def stand_in(client: CourseClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[CourseClient]:
    """An engine on another machine that has an image named registry:2, and the container gone."""
    monkeypatch.setattr(own, "is_own", lambda url: False)
    monkeypatch.setattr(registry, "_on_this_machine", lambda client: False)
    dockerfile = 'FROM busybox:1.35\nCMD ["httpd", "-f", "-p", "5000"]\n'
    build_image(client, STAND_IN, dockerfile)
    yield client
    with contextlib.suppress(NotFound):
        client.containers.get("course-registry").remove(force=True)
    client.images.remove(STAND_IN, force=True)


def _push_and_pull(client: CourseClient, address: str) -> None:
    name = f"{address}/course/pushed"
    client.images.get("busybox:1.35").tag(name, "one")
    events = list(client.api.push(name, tag="one", stream=True, decode=True))
    assert not [event for event in events if "error" in event]
    client.api.remove_image(f"{name}:one")
    assert client.images.pull(name, "one").tags
    client.api.remove_image(f"{name}:one")


def test_the_own_engine_has_one_beside_it(client: CourseClient, engine: own.Own) -> None:
    assert course_registry(client) == engine.registry
    _push_and_pull(client, engine.registry)


def test_a_dead_one_is_mended(client: CourseClient, engine: own.Own) -> None:
    from helpers.own import processes
    from helpers.own.place import State

    processes.end(State.load(place()).index)
    assert own.running() is None
    assert course_registry(client) == engine.registry
    assert own.running() == engine


@pytest.mark.skipif(sys.platform != "linux", reason="docker-registry is started on Linux")
def test_for_another_engine_on_this_machine_the_program_is_started(
    another: CourseClient, engine: own.Own
) -> None:
    address = course_registry(another)
    assert address != engine.registry
    assert course_registry(another) == address
    _push_and_pull(another, address)
    assert own.running() is None, "no daemon was started"


def test_searches_there_find_its_images(
    another: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {"library/busybox:1.35": "library/busybox:latest", "course/hello:latest": None}
    monkeypatch.setattr("helpers.own.seed.SEEDED", few)
    before = {image.id: image.tags for image in another.images.list(all=True)}
    prefix = search_prefix(another)
    for term, name in (("busy", "busybox"), ("hello", "course/hello")):
        assert [row["name"] for row in another.images.search(f"{prefix}{term}")] == [name]
    after = {image.id: image.tags for image in another.images.list(all=True)}
    assert after == before, "filling the index leaves nothing on a learner's engine"


def test_for_an_engine_elsewhere_a_container_is_started(stand_in: CourseClient) -> None:
    address = course_registry(stand_in)
    made = stand_in.containers.get("course-registry")
    assert made.labels["course"] == "docker-lessons"
    bound = made.ports["5000/tcp"]
    assert [f"{row['HostIp']}:{row['HostPort']}" for row in bound] == [address]
    assert course_registry(stand_in) == address, "it is made once"
    made.stop(timeout=0)
    assert course_registry(stand_in).startswith("127.0.0.1:")
    made.reload()
    assert made.status == "running"


def test_there_a_search_without_hub_says_what_is_missing(stand_in: CourseClient) -> None:
    with pytest.raises(RegistryUnavailable, match="no index answers"):
        search_prefix(stand_in)


def test_a_container_of_the_learners_is_not_taken(
    stand_in: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = stand_in.api.create_container_from_config
    monkeypatch.setattr(
        stand_in.api,
        "create_container_from_config",
        lambda *args, **kwargs: super(
            type(stand_in.api), stand_in.api
        ).create_container_from_config(*args, **kwargs),
    )
    theirs = stand_in.containers.create("busybox:1.35", "true", name="course-registry")
    monkeypatch.setattr(stand_in.api, "create_container_from_config", plain)
    assert not theirs.labels.get("course")
    with pytest.raises(RegistryUnavailable, match="not the course's"):
        course_registry(stand_in)
    theirs.reload()
    assert theirs.status == "created"


def test_where_no_registry_can_be_had_the_next_step_is_told(
    stand_in: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.images.remove(STAND_IN, force=True)

    def refuse(*_: object) -> None:
        raise NotFound("Hub is out of reach", explanation="no such host")

    monkeypatch.setattr(registry, "pull", refuse)
    with pytest.raises(RegistryUnavailable, match="apt-get install docker-registry"):
        course_registry(stand_in)
    monkeypatch.setenv("COURSE_LANG", "ko")
    with pytest.raises(RegistryUnavailable, match="올릴 레지스트리가 없습니다"):
        course_registry(stand_in)
    build_image(stand_in, STAND_IN, "FROM busybox:1.35\n")


def test_without_hub_searches_go_to_the_courses_index(
    client: CourseClient, engine: own.Own
) -> None:
    assert search_prefix(client) == f"{engine.registry}/"


@pytest.mark.parametrize("answers", [True, False])
def test_with_hub_the_answer_decides_and_is_kept(
    client: CourseClient, engine: own.Own, monkeypatch: pytest.MonkeyPatch, answers: bool
) -> None:
    asked: list[float] = []

    def search(term: str, limit: int) -> list[str]:
        asked.append(client.api.timeout)
        if not answers:
            raise NotFound("no route to Hub")
        return [term]

    monkeypatch.delenv("COURSE_HUB")
    monkeypatch.setattr(registry, "_hub", {})
    monkeypatch.setattr(client.api, "search", search)
    patience = client.api.timeout
    for _ in range(2):
        assert search_prefix(client) == ("" if answers else f"{engine.registry}/")
    assert asked == [8] and client.api.timeout == patience
