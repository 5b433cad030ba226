from __future__ import annotations

import pytest

from helpers.components import COMPONENTS, components
from helpers.paths import checkout

NOTES = (checkout() / "tests" / "notes" / "docker-notes.ko.md").read_text(encoding="utf-8")


def test_every_component_is_one_of_the_notes() -> None:
    assert all(component.name in NOTES for component in COMPONENTS)
    assert {c.name for c in COMPONENTS if c.retired} == {"machine", "kitematic", "toolbox"}


@pytest.mark.parametrize(("language", "header"), [("en", "TODAY"), ("ko", "지금")])
def test_the_table_is_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, language: str, header: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    table = components()
    assert table.headers == ["COMPONENT", "2017", header]
    assert len(table) == len(COMPONENTS)
    retired = [row for row in table.rows if row[2].startswith(("retired", "지원 종료"))]
    assert len(retired) == 3
