"""The lessons as the site sees them: what a notebook and its metadata say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

__all__ = ["Cell", "Lesson", "lessons"]


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson."""

    id: str
    kind: str
    source: str
    tags: tuple[str, ...]
    fixes: tuple[int, ...]
    outputs: list[dict[str, Any]]

    @property
    def anchor(self) -> str:
        """The cell's place in its page; a heading of the same words does not clash with it."""
        return f"cell-{self.id}"


@dataclass(frozen=True)
class Lesson:
    """One notebook of one edition."""

    path: Path

    @cached_property
    def notebook(self) -> dict[str, Any]:
        """The notebook as it is stored."""
        loaded: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        return loaded

    @property
    def course(self) -> dict[str, Any]:
        """What the course wrote into the notebook's metadata; empty where it wrote nothing."""
        course: dict[str, Any] = self.notebook["metadata"].get("course", {})
        return course

    @property
    def name(self) -> str:
        """The file's name without its ending: ``05-container-lifecycle``."""
        return self.path.stem

    @property
    def language(self) -> str:
        """The edition: ``en`` or ``ko``."""
        return self.path.parent.name

    @property
    def number(self) -> str:
        """The lesson's number: ``05``."""
        return str(self.course.get("lesson", self.name[:2]))

    @property
    def title(self) -> str:
        """The title in the edition's language."""
        return str(self.course.get("title", self.name))

    @property
    def minutes(self) -> int:
        """The time that the lesson takes, in minutes."""
        return int(self.course.get("minutes", 0))

    @property
    def able(self) -> str:
        """What the reader will be able to do."""
        return str(self.course.get("able", ""))

    @property
    def proof(self) -> dict[str, Any]:
        """What the run that made the outputs wrote about itself; empty where it never ran."""
        proof: dict[str, Any] = self.course.get("proof", {})
        return proof

    @property
    def page(self) -> str:
        """The page's source path in the site, for links that the build checks."""
        return f"lessons/{self.name}.md"

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells in their order."""
        found = []
        for cell in self.notebook["cells"]:
            metadata = cell.get("metadata", {})
            found.append(
                Cell(
                    id=cell["id"],
                    kind=cell["cell_type"],
                    source="".join(cell["source"]),
                    tags=tuple(metadata.get("tags", ())),
                    fixes=tuple(metadata.get("course", {}).get("fixes", ())),
                    outputs=cell.get("outputs", []),
                )
            )
        return found


def lessons(root: Path, lang: str) -> list[Lesson]:
    """List an edition's lessons in the notes' order.

    Args:
        root: the checkout.
        lang: ``"en"`` or ``"ko"``.
    """
    return [Lesson(path) for path in sorted((root / "lessons" / lang).glob("[0-9][0-9]-*.ipynb"))]
