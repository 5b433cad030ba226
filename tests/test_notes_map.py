"""Every line of the notes is taught: each is mapped to the cell that teaches it."""

from __future__ import annotations

from helpers.paths import checkout
from tests.lessons import notebooks

TESTS = checkout() / "tests"
NOTES = (TESTS / "notes" / "docker-notes.ko.md").read_text(encoding="utf-8").splitlines()
LESSONS = {name[:2]: notebook for name, notebook in notebooks("en").items()}


def _rows() -> list[tuple[str, int, str]]:
    """Read the maps: lesson, line of the notes, cell."""
    rows = []
    for path in sorted((TESTS / "notes_map").glob("*.tsv")):
        for row in path.read_text(encoding="utf-8").splitlines():
            if row.strip() and not row.startswith("#"):
                line, cell = row.split("\t")[:2]
                rows.append((path.stem, int(line), cell))
    return rows


def test_every_line_of_the_notes_is_mapped() -> None:
    mapped = {line for _, line, _ in _rows()}
    wanted = {n for n, text in enumerate(NOTES, 1) if text.strip(" \t`")}
    gaps = [f"{n}: {NOTES[n - 1].strip()}" for n in sorted(wanted - mapped)]
    assert not gaps


def test_the_map_names_lines_and_cells_that_exist() -> None:
    cells = {lesson: {c["id"] for c in nb["cells"]} for lesson, nb in LESSONS.items()}
    wrong = [
        (lesson, line, cell)
        for lesson, line, cell in _rows()
        if not 1 <= line <= len(NOTES) or cell not in cells.get(lesson, set())
    ]
    assert not wrong


def test_every_correction_is_taught() -> None:
    taught = {
        number
        for notebook in LESSONS.values()
        for cell in notebook["cells"]
        for number in cell["metadata"].get("course", {}).get("fixes", [])
    }
    assert taught == set(range(1, 37))
