from __future__ import annotations

import pytest

from helpers.engine import CourseClient
from helpers.errors import RegistryUnavailable
from helpers.publishing import push
from helpers.pulls import pull
from helpers.registry import course_registry


def test_what_is_pushed_comes_back_the_same(client: CourseClient) -> None:
    shelf = f"{course_registry(client)}/course/published"
    image = client.images.get("busybox:1.35")
    image.tag(shelf, "1.0")
    pushed = push(client, shelf, "1.0")
    assert len(pushed.layers) == len(image.attrs["RootFS"]["Layers"])
    assert repr(pushed) == f"{shelf}:1.0: digest: {pushed.digest}"
    client.images.remove(f"{shelf}:1.0")
    assert pull(client, shelf, "1.0").digest == pushed.digest
    assert client.images.get(f"{shelf}:1.0").id == image.id


def test_a_second_push_sends_no_layer(client: CourseClient) -> None:
    shelf = f"{course_registry(client)}/course/published"
    client.images.get("busybox:1.35").tag(shelf, "2.0")
    push(client, shelf, "2.0")
    states = set(push(client, shelf, "2.0").layers.values())
    assert states == {"Layer already exists"}


@pytest.mark.parametrize(
    ("language", "cause"), [("en", "was not pushed"), ("ko", "올리지 못했습니다")]
)
def test_a_refusal_is_a_sentence(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch, language: str, cause: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    with pytest.raises(RegistryUnavailable) as caught:
        push(client, f"{course_registry(client)}/course/never-made", "1.0")
    assert cause in caught.value.cause
    assert "never-made" in caught.value.state
