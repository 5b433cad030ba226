"""Two editions, one course: the same cells and code, and Korean prose that renders the English."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest

from tests.lessons import notebooks, source

EN, KO = notebooks("en"), notebooks("ko")
NAMES = sorted(EN)
HANGUL = re.compile(r"[가-힣]")


def test_both_editions_have_the_same_lessons() -> None:
    assert sorted(KO) == NAMES
    assert [name[:2] for name in NAMES] == [f"{n:02d}" for n in range(1, len(NAMES) + 1)]
    assert len(NAMES) >= 6


def _shape(cell: dict[str, Any]) -> tuple[Any, ...]:
    course = cell["metadata"].get("course", {})
    return (
        cell["id"],
        cell["cell_type"],
        cell["metadata"].get("tags"),
        course.get("fixes"),
        cell["metadata"].get("slideshow"),
    )


@pytest.mark.parametrize("name", NAMES)
def test_cells_ids_types_and_tags_are_the_same(name: str) -> None:
    english, korean = EN[name]["cells"], KO[name]["cells"]
    assert [_shape(c) for c in korean] == [_shape(c) for c in english]
    ids = [cell["id"] for cell in english]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", NAMES)
def test_code_is_the_same(name: str) -> None:
    english = [source(c) for c in EN[name]["cells"] if c["cell_type"] == "code"]
    korean = [source(c) for c in KO[name]["cells"] if c["cell_type"] == "code"]
    assert korean == english


@pytest.mark.parametrize("name", NAMES)
def test_korean_prose_renders_the_english_that_stands_there(name: str) -> None:
    stale = [
        korean["id"]
        for english, korean in zip(EN[name]["cells"], KO[name]["cells"], strict=True)
        if english["cell_type"] == "markdown"
        and korean["metadata"].get("course", {}).get("renders")
        != hashlib.sha256(source(english).encode()).hexdigest()[:16]
    ]
    assert not stale, "the English changed: look at the Korean, then: course.py author stamp"


@pytest.mark.parametrize("name", NAMES)
def test_each_edition_is_written_in_its_language(name: str) -> None:
    prose = [
        (english["id"], source(english), source(korean))
        for english, korean in zip(EN[name]["cells"], KO[name]["cells"], strict=True)
        if english["cell_type"] == "markdown"
    ]
    unquoted = [i for i, english, _ in prose if HANGUL.search(re.sub(r"`[^`]*`", "", english))]
    assert not unquoted, "Hangul in the English prose"
    assert not [i for i, _, korean in prose if not HANGUL.search(korean)], "no Korean in the prose"
    polite = re.compile(r"(하|으|시)세요|은\(는\)|을\(를\)|이\(가\)")
    assert not [i for i, _, korean in prose if polite.search(korean)], "합쇼체, no double particles"


@pytest.mark.parametrize("name", NAMES)
def test_code_cells_are_tiny_and_without_words(name: str) -> None:
    faults = []
    for cell in EN[name]["cells"]:
        if cell["cell_type"] != "code":
            continue
        lines = source(cell).splitlines()
        if len(lines) > 12:
            faults.append(f"{cell['id']}: {len(lines)} lines")
        if any(line.lstrip().startswith(("#", "!", "%")) for line in lines):
            faults.append(f"{cell['id']}: a comment, magic or shell escape")
        if HANGUL.search(source(cell)):
            faults.append(f"{cell['id']}: Korean in the code")
        if re.search(r"\b(subprocess|threading|os\.system)\b", source(cell)):
            faults.append(f"{cell['id']}: {source(cell)}")
    assert not faults


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("edition", ["en", "ko"])
def test_a_lesson_begins_and_finishes(name: str, edition: str) -> None:
    notebook = (EN if edition == "en" else KO)[name]
    code = [source(c) for c in notebook["cells"] if c["cell_type"] == "code"]
    assert any(f'begin("{name[:2]}")' in cell for cell in code[:2])
    assert "finish(client)" in code[-1]
    course = notebook["metadata"]["course"]
    assert course["language"] == edition
    assert course["lesson"] == name[:2]
    assert course["minutes"] > 0 and course["title"] and course["able"]
