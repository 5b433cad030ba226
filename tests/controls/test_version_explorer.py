from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from helpers.controls.version_explorer import VersionExplorer
from helpers.engine import CourseClient
from helpers.errors import BadInput
from tests.eventually import eventually

from .conftest import Door


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
    assert "데몬의 시험 기능을 켰는지" in korean.table.value, "not the learner's language"
    assert "데몬의 시험 기능을 켰는지" in korean._repr_mimebundle_()["text/html"]
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


def _threads() -> list[str]:
    return [t.name for t in threading.enumerate() if t.name.startswith("VersionExplorer")]


def test_an_engine_that_goes_away_is_a_sentence_and_can_be_asked_again(
    client_at_door: CourseClient, door: Door
) -> None:
    explorer = VersionExplorer(client_at_door, lang="en")
    everything = len(explorer.rows)
    door.shut()
    explorer.source.value = "info"
    eventually(lambda: "does not answer" in explorer.status_shown.value)
    assert "Traceback" not in explorer.status_shown.value
    assert "17.04.0-ce" not in explorer.table.value, "rows of the other answer"
    door.open()
    explorer.again.click()
    eventually(lambda: len(explorer.rows) > everything)
    assert "Storage Driver" in explorer.table.value and "⚠" not in explorer.status_shown.value


def test_it_opens_without_an_engine(client_at_door: CourseClient, door: Door) -> None:
    door.shut()
    explorer = VersionExplorer(client_at_door, lang="en")
    assert "does not answer" in explorer.status_shown.value
    door.open()
    explorer.again.click()
    eventually(lambda: "17.04.0-ce" in explorer.table.value)


def test_ten_runs_of_the_cell_leave_one_thread(client: CourseClient) -> None:
    for _ in range(10):
        explorer = VersionExplorer(client, lang="en")
        explorer.source.value = "info"
    eventually(lambda: "Storage Driver" in explorer.table.value)
    eventually(lambda: _threads() == ["VersionExplorer worker"])
    explorer.close()
    eventually(lambda: not _threads())
