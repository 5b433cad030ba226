"""A spoiled site is not built: each thing that must never be published is tried on a copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers.errors import CourseError
from helpers.setup.site import build
from helpers.setup.site.checks import problems
from tests.website.sources import copy_sources

LESSON = "05-container-lifecycle.ipynb"


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change a stored notebook as a hand would."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook)
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def alter_an_output(root: Path) -> None:
    def change(notebook: dict[str, Any]) -> None:
        texts = (
            output["text"]
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
            if output["output_type"] == "stream"
        )
        lines = next(texts)
        lines[0] = "typed by hand\n"

    rewrite(root / "lessons/en" / LESSON, change)


def remove_the_proof(root: Path) -> None:
    rewrite(root / "lessons/ko" / LESSON, lambda it: it["metadata"]["course"].pop("proof"))


def remove_a_korean_page(root: Path) -> None:
    (root / "docs/site/ko/teach.md").unlink()


def remove_a_korean_lesson(root: Path) -> None:
    (root / "lessons/ko" / LESSON).unlink()


def lose_a_picture(root: Path) -> None:
    place = root / "docs/controls.json"
    sizes = json.loads(place.read_text(encoding="utf-8"))
    del sizes["terminal-ko-dark"]
    place.write_text(json.dumps(sizes), encoding="utf-8")


def append(root: Path, text: str) -> None:
    page = root / "docs/site/en/learn.md"
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")


def break_a_link(root: Path) -> None:
    append(root, "\n[nowhere](no-such-page.md)\n")


def break_an_anchor(root: Path) -> None:
    append(root, "\n[nowhere](lessons/05-container-lifecycle.md#cell-no-such)\n")


def add_an_orphan(root: Path) -> None:
    for lang in ("en", "ko"):
        (root / f"docs/site/{lang}/orphan.md").write_text("# Orphan\n", encoding="utf-8")


def ask_another_host(root: Path) -> None:
    append(root, '\n<img alt="x" src="https://example.org/x.png">\n')


def forget_a_correction(root: Path) -> None:
    for path in (root / "lessons").glob("*/[0-9]*.ipynb"):

        def change(notebook: dict[str, Any]) -> None:
            for cell in notebook["cells"]:
                course = cell["metadata"].get("course", {})
                course["fixes"] = [n for n in course.get("fixes", []) if n != 31]

        rewrite(path, change)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (alter_an_output, "an output is not the one that the run stored"),
        (remove_the_proof, "its proof lacks engine"),
        (remove_a_korean_page, "page teach.md has no Korean edition"),
        (remove_a_korean_lesson, "has no Korean edition"),
        (lose_a_picture, "no picture of press-terminal"),
    ],
)
def test_spoiled_lessons_are_found(
    tmp_path: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    root = copy_sources(tmp_path)
    assert problems(root) == []
    spoil(root)
    (problem,) = problems(root)
    assert sentence in problem


@pytest.mark.parametrize(
    "spoilt",
    [
        {alter_an_output: "an output is not the one that the run stored"},
        {break_a_link: "no-such-page.md"},
        {
            remove_a_korean_page: "page teach.md has no Korean edition",
            break_an_anchor: "cell-no-such",
            add_an_orphan: "orphan.md",
            ask_another_host: "asks another host",
            forget_a_correction: "correction 31 has no cell",
        },
    ],
    ids=["altered output alone", "broken link alone", "the rest"],
)
def test_spoiled_site_is_refused(tmp_path: Path, spoilt: dict[Callable[[Path], None], str]) -> None:
    root = copy_sources(tmp_path)
    for spoil in spoilt:
        spoil(root)
    with pytest.raises(CourseError) as refusal:
        build(root)
    assert [sentence for sentence in spoilt.values() if sentence not in str(refusal.value)] == []
    assert not (root / "site").exists()
