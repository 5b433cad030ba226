from __future__ import annotations

from typing import Any

import pytest
from docker.errors import APIError

from helpers import pulls
from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable
from helpers.pulls import full_reference, pull
from helpers.registry import course_registry


def test_a_new_image_tells_of_every_layer(client: CourseClient) -> None:
    pulled = pull(client, "debian", "bookworm")
    image = client.images.get("debian:bookworm")
    assert len(pulled.layers) == len(image.attrs["RootFS"]["Layers"])
    assert {states[-1] for states in pulled.layers.values()} <= {"Pull complete", "Already exists"}
    assert f"debian@{pulled.digest}" in image.attrs["RepoDigests"]
    lines = repr(pulled).splitlines()
    assert lines[0] == "bookworm: Pulling from library/debian"
    assert lines[-1] == "Status: Downloaded newer image for debian:bookworm"


def test_a_second_pull_brings_nothing(client: CourseClient) -> None:
    pull(client, "debian", "bookworm")
    again = pull(client, "debian", "bookworm")
    assert again.layers == {}
    assert again.lines[-1] == "Status: Image is up to date for debian:bookworm"


def test_a_digest_is_pulled_as_such(client: CourseClient) -> None:
    digest = pull(client, "debian", "bookworm").digest
    assert pull(client, "debian", digest).digest == digest
    assert pull(client, "debian", digest).reference == f"debian@{digest}"


@pytest.mark.parametrize(
    ("language", "cause"), [("en", "was not pulled"), ("ko", "받지 못했습니다")]
)
def test_a_missing_image_is_a_sentence(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, language: str, cause: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    with pytest.raises(ImageUnavailable) as caught:
        pull(client, "course/no-such-image", "1.0")
    assert "course/no-such-image:1.0" in caught.value.cause and cause in caught.value.cause


def test_an_error_in_the_middle_is_read(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(*args: object, **kwargs: object) -> object:
        yield {"status": "Pulling from library/debian", "id": "bookworm"}
        yield {"error": "toomanyrequests: You have reached your pull rate limit."}

    monkeypatch.setattr(client.api, "pull", half)
    with pytest.raises(ImageUnavailable, match="limit of pulls") as caught:
        pull(client, "debian", "bookworm")
    assert isinstance(caught.value.__cause__, APIError)


def test_the_lines_of_the_command_are_printed(
    client: CourseClient, capsys: pytest.CaptureFixture[str]
) -> None:
    pulled = pull(client, "busybox")
    printed = capsys.readouterr().out.split("\n")
    assert printed[0] == "Using default tag: latest"
    assert printed[-2] == "docker.io/library/busybox:latest"
    assert [line.rpartition("\r")[2] for line in printed[1:-2]] == repr(pulled).splitlines()


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("debian", "docker.io/library/debian:latest"),
        ("debian:12-slim", "docker.io/library/debian:12-slim"),
        ("course/web", "docker.io/course/web:latest"),
        ("localhost/web:1", "localhost/web:1"),
        ("127.0.0.1:5055/course/web", "127.0.0.1:5055/course/web:latest"),
        ("debian@sha256:" + "a" * 64, "docker.io/library/debian@sha256:" + "a" * 64),
    ],
)
def test_a_short_name_is_written_out(short: str, full: str) -> None:
    assert full_reference(short) == full


def test_a_tag_that_was_here_keeps_its_image(
    client: CourseClient, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = client.images.get("busybox:1.35")
    mine.tag("debian", "bookworm")
    pulled = pull(client, "debian", "bookworm")
    assert "It stays" in capsys.readouterr().out
    assert pulled.reference == f"debian@{pulled.digest}"
    assert client.images.get("debian:bookworm").id == mine.id
    assert client.images.get(pulled.reference).id != mine.id


def test_an_engine_with_a_mirror_says_whom_to_ask(client: CourseClient) -> None:
    registry = course_registry(client)
    with pytest.raises(ImageUnavailable) as caught:
        pull(client, "debian", "no-such-tag")
    at_mirror = f"{registry}/library/debian"
    assert f"docker pull {at_mirror}:no-such-tag" in caught.value.next_step
    with pytest.raises(ImageUnavailable, match="manifest unknown|not found"):
        pull(client, at_mirror, "no-such-tag")


def test_an_engine_with_no_other_way_pulls_from_the_courses_registry(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry, real = course_registry(client), client.api.pull

    def no_hub(repository: str, *args: Any, **kwargs: Any) -> Any:
        if repository == "debian":
            raise APIError("no", explanation="no such host")
        return real(repository, *args, **kwargs)

    monkeypatch.setattr(client.api, "pull", no_hub)
    monkeypatch.setattr(pulls, "_mirror", lambda client: "")
    monkeypatch.setattr(pulls.own, "is_own", lambda url: False)
    monkeypatch.setattr(pulls, "search_prefix", lambda client: f"{registry}/")
    pulled = pull(client, "debian", "bookworm")
    assert pulled.reference == f"{registry}/library/debian:bookworm"
    assert pulled.reference in capsys.readouterr().out
    image = client.images.get("debian:bookworm")
    assert image.id == client.images.get(pulled.reference).id
    client.images.get("busybox:1.35").tag("debian", "bookworm")
    pull(client, "debian", "bookworm")
    assert client.images.get("debian:bookworm").id != image.id
