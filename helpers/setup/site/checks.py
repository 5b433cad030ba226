"""What must be true of the lessons before the site may be built."""

from __future__ import annotations

from pathlib import Path

import nbformat

from helpers.setup.author import outputs_hash
from helpers.setup.site.controls import missing
from helpers.setup.site.lessons import Lesson, lessons

__all__ = ["problems"]

_STAMP = ("engine", "api", "storage", "date", "cells", "outputs")


def problems(root: Path) -> list[str]:
    """Look for what a reader must never meet.

    Args:
        root: the checkout.

    Returns:
        One sentence for each missing translation, each lesson without its proof, each output that
        is not the one the proof was written for, each control without its
        picture. Empty where all is well.
    """
    found = _missing(
        {path.name for path in (root / "docs/site/en").rglob("*.md")},
        {path.name for path in (root / "docs/site/ko").rglob("*.md")},
        "page",
    )
    editions = {lang: lessons(root, lang) for lang in ("en", "ko")}
    if not editions["en"]:
        found.append("there is no lesson in lessons/en")
    names = [{lesson.name for lesson in editions[lang]} for lang in ("en", "ko")]
    found += _missing(names[0], names[1], "lesson")
    korean = {lesson.name: lesson for lesson in editions["ko"]}
    for lesson in editions["en"]:
        twin = korean.get(lesson.name)
        if twin and [cell.id for cell in lesson.cells] != [cell.id for cell in twin.cells]:
            found.append(f"lesson {lesson.name}: the cells of the two editions differ")
    for lesson in [*editions["en"], *editions["ko"]]:
        found += _proof(lesson)
        found += missing(lesson, root / "docs/controls.json")
    return found


def _missing(english: set[str], korean: set[str], what: str) -> list[str]:
    return [f"{what} {name} has no Korean edition" for name in sorted(english - korean)] + [
        f"{what} {name} has no English edition" for name in sorted(korean - english)
    ]


def _proof(lesson: Lesson) -> list[str]:
    where = f"lesson {lesson.language}/{lesson.name}"
    lacking = [key for key in _STAMP if not lesson.proof.get(key)]
    if lacking:
        return [f"{where}: its proof lacks {', '.join(lacking)}; run course.py author run"]
    notebook = nbformat.read(lesson.path, as_version=4)
    if outputs_hash(notebook) != lesson.proof["outputs"]:
        return [f"{where}: an output is not the one that the run stored"]
    return []
