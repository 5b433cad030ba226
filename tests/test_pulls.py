from __future__ import annotations

import pytest
from docker.errors import APIError

from helpers.engine import CourseClient
from helpers.errors import ImageUnavailable
from helpers.pulls import pull


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
