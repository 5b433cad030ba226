"""Any altered output is caught: nbval's own comparison, and what closes its blind spots.

The comparison runs without kernels: each stored output is held against a copy with one character
changed. What nbval does not look at (unexecuted cells, pictures, skipped cells, the order of
outputs) is forbidden or covered by the hash in the lesson's proof.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, IPyNbFile, coalesce_streams, find_comment_markers

from helpers.language import LANGUAGES
from helpers.paths import checkout
from helpers.setup.author import VIEW, outputs_hash
from tests.lessons import LESSONS

SANITIZE = Path(__file__).parent / "sanitize.cfg"
PATHS = [path for lang in LANGUAGES for path in sorted((LESSONS / lang).glob("*.ipynb"))]
UNSEEN = {"image/png", "image/jpeg", VIEW}
MASKED_AT_MOST = 0.02
"""The share of lines in which all that stands may differ from run to run."""

Put = Callable[[str], None]


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


@pytest.fixture(params=PATHS, ids=name_of)
def path(request: pytest.FixtureRequest) -> Path:
    chosen: Path = request.param
    return chosen


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def checked(
    path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> list[IPyNbCell]:
    """The cells of a lesson as nbval checks them, with the course's sanitize file."""
    monkeypatch.setattr(request.config.option, "nbval_sanitize_with", str(SANITIZE))
    file = IPyNbFile.from_parent(request.session, path=path)
    file.setup_sanitize_files()
    return list(file.collect())


def texts(outputs: list[NotebookNode]) -> Iterator[tuple[str, Put]]:
    """Give each text that an output holds, and how to put another in its place."""

    def put(where: dict[str, Any], key: str) -> Put:
        return lambda text: where.__setitem__(key, text)

    for output in outputs:
        for key in ("text", "ename", "evalue"):
            if key in output:
                yield output[key], put(output, key)
        for mime, content in output.get("data", {}).items():
            if isinstance(content, str) and mime not in UNSEEN:
                yield content, put(output["data"], mime)


def alterations(line: str) -> Iterator[str]:
    """Change one letter or digit of a line: each word's first, then each word's last."""
    words = list(re.finditer(r"\w+", line)) or list(re.finditer(r"\S", line))
    for place in [m.start() for m in words] + [m.end() - 1 for m in words]:
        other = "8" if line[place] == "7" else "7" if line[place].isdigit() else "Q"
        yield line[:place] + other + line[place + 1 :]


def caught(cell: IPyNbCell, altered: list[NotebookNode]) -> bool:
    ref = coalesce_streams(copy.deepcopy(cell.cell.outputs))
    return not cell.compare_outputs(coalesce_streams(copy.deepcopy(altered)), ref)


def test_an_altered_line_is_caught_wherever_it_stands(checked: list[IPyNbCell]) -> None:
    lines, masked = 0, []
    for cell in checked:
        altered = copy.deepcopy(cell.cell.outputs)
        assert not caught(cell, altered), "what is the same is not reported"
        for text, put in texts(altered):
            rows = text.split("\n")
            for number, row in enumerate(rows):
                if not row.strip():
                    continue
                lines += 1
                for other in alterations(row):
                    put("\n".join([*rows[:number], other, *rows[number + 1 :]]))
                    if caught(cell, altered):
                        break
                else:
                    masked.append(f"{cell.cell.id}: {row}")
                put(text)
    assert lines, "the lesson shows something"
    assert len(masked) <= max(2, lines * MASKED_AT_MOST), "\n".join(masked)


def test_a_missing_and_an_added_line_are_caught(checked: list[IPyNbCell]) -> None:
    for cell in checked:
        altered = copy.deepcopy(cell.cell.outputs)
        for text, put in texts(altered):
            rows = text.split("\n")
            put("\n".join(rows[1:]) if len(rows) > 1 and rows[0] else "")
            assert caught(cell, altered), f"{cell.cell.id}: first line of {text!r} taken out"
            put(f"{text}\nsomething new")
            assert caught(cell, altered), f"{cell.cell.id}: a line after {text!r}"
            put(text)
        if altered:
            assert caught(cell, []), f"{cell.cell.id}: all outputs taken out"


def test_all_cells_were_executed_in_one_run_from_top_to_bottom(notebook: NotebookNode) -> None:
    counts = [cell.execution_count for cell in code_cells(notebook) if cell.source.strip()]
    assert counts == list(range(1, len(counts) + 1))


def test_nothing_hides_from_the_comparison(notebook: NotebookNode) -> None:
    problems = []
    for cell in code_cells(notebook):
        tags = cell.metadata.get("tags", [])
        if any(tag.startswith("nbval") for tag in tags) or dict(find_comment_markers(cell.source)):
            problems.append(f"{cell.id}: a mark that keeps nbval from looking")
        for output in cell.outputs:
            unseen = UNSEEN & set(output.get("data", {}))
            if unseen:
                problems.append(f"{cell.id}: {unseen} is never compared")
            if output.get("name") == "stderr":
                problems.append(f"{cell.id}: a warning: {output.text}")
    if "widgets" in notebook.metadata:
        problems.append("the state of widgets is stored")
    assert not problems, "\n".join(problems)


def test_an_error_is_stored_only_where_it_is_meant_and_asserted(notebook: NotebookNode) -> None:
    cells = code_cells(notebook)
    problems = []
    for cell, following in zip(cells, [*cells[1:], None], strict=True):
        raised = any(output.output_type == "error" for output in cell.outputs)
        meant = "raises-exception" in cell.metadata.get("tags", [])
        if raised != meant:
            problems.append(f"{cell.id}: raised {raised}, meant {meant}")
        if meant and (following is None or "assert" not in following.source):
            problems.append(f"{cell.id}: the next cell does not assert the error")
    assert not problems, "\n".join(problems)


def test_the_proof_is_of_these_outputs(notebook: NotebookNode) -> None:
    proof = notebook.metadata.course.proof
    assert set(proof) == {"engine", "api", "storage", "date", "cells", "outputs"}
    assert all(proof.values())
    assert proof.cells == sum(bool(cell.source.strip()) for cell in code_cells(notebook))
    assert proof.outputs == outputs_hash(notebook), "outputs are stored by course.py author run"


def test_outputs_name_no_folder_of_the_machine_that_made_them(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert str(checkout()) not in text
    assert not re.findall(r"[\w./-]*docker-lessons/(?:own|base|jupyter)[\w./-]*", text)
