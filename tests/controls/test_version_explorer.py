from __future__ import annotations

from collections.abc import Iterator

import pytest

from helpers.controls.version_explorer import VersionExplorer
from helpers.engine import CourseClient
from helpers.errors import BadInput
from tests.eventually import eventually


@pytest.fixture
def explorer(client: CourseClient) -> Iterator[VersionExplorer]:
    made = VersionExplorer(client, lang="en")
    yield made
    made.close()


def test_it_opens_on_the_version(explorer: VersionExplorer, client: CourseClient) -> None:
    assert client.version()["Version"] in explorer.table.value
    assert "17.04.0-ce" in explorer.table.value
    assert "docker version" in explorer.press_shown.value


def test_the_filter_and_the_switch_choose_rows(explorer: VersionExplorer) -> None:
    explorer.source.value = "info"
    eventually(lambda: "Storage Driver" in explorer.table.value)
    explorer.filter.value = "storage"
    assert {row.field.split("/")[0] for row in explorer.chosen()} >= {"Storage Driver"}
    everything = len(explorer.rows)
    explorer.filter.value = ""
    explorer.changed.value = True
    assert 0 < len(explorer.chosen()) < everything
    assert all(not row.same for row in explorer.chosen())
    explorer.filter.value = "no such word"
    assert explorer.chosen() == []
    assert f"0 of {everything} fields." in explorer.status_shown.value


def test_korean(client: CourseClient) -> None:
    korean = VersionExplorer(client, lang="ko")
    assert "이 엔진" in korean.table.value and "뜻" in korean.table.value
    korean.close()


def test_the_page_without_a_kernel_shows_the_fields_of_2017(explorer: VersionExplorer) -> None:
    html = explorer._repr_mimebundle_()["text/html"]
    assert "17.04.0-ce" in html and "<table" in html
    assert len(html) < 20_000


def test_what_is_no_client_is_refused() -> None:
    with pytest.raises(BadInput, match="client must be a Docker client"):
        VersionExplorer("engine", lang="en")
    with pytest.raises(BadInput, match="lang must be"):
        VersionExplorer("engine", lang="fr")
