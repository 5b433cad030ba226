"""Outputs are stored by a run that went through, and carry its proof."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.engine import CourseClient
from helpers.errors import BadInput, CourseError
from helpers.setup import author


def write(path: Path, *cells: nbformat.NotebookNode) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course with one lesson of its own in two editions."""
    monkeypatch.setattr(author, "checkout", lambda: tmp_path)
    for lang, prose in (("en", "A container."), ("ko", "컨테이너입니다.")):
        write(
            tmp_path / "lessons" / lang / "08-a.ipynb",
            new_markdown_cell(prose, id="said"),
            new_code_cell("6 * 7", id="seen"),
        )
    return tmp_path


def test_a_run_stores_outputs_and_proof(course: Path, client: CourseClient) -> None:
    path = course / "lessons" / "ko" / "08-a.ipynb"
    assert author.execute(path, client) == 1
    stored = nbformat.read(path, as_version=4)
    assert stored.cells[1].outputs[0].data["text/plain"] == "42"
    proof = stored.metadata.course.proof
    assert proof.engine == client.version()["Version"]
    assert proof.api == client.version()["ApiVersion"]
    assert proof.storage == client.info()["Driver"]
    assert proof.cells == 1
    assert proof.outputs == author.outputs_hash(stored), "also after writing and reading"


def test_no_widget_and_no_traceback_is_left(tmp_path: Path, client: CourseClient) -> None:
    shown = "from ipywidgets import IntSlider\nIntSlider()"
    path = write(tmp_path / "a.ipynb", new_code_cell(shown, id="slider"))
    author.execute(path, client)
    text = path.read_text(encoding="utf-8")
    assert "widget-view" not in text and "model_id" not in text
    assert list(json.loads(text)["cells"][0]["outputs"][0]["data"]) == ["text/plain"]


def test_a_cell_that_fails_leaves_the_file_as_it_was(tmp_path: Path, client: CourseClient) -> None:
    path = write(tmp_path / "a.ipynb", new_code_cell("1 / 0", id="failing"))
    before = path.read_bytes()
    with pytest.raises(CourseError, match="ZeroDivisionError"):
        author.execute(path, client)
    assert path.read_bytes() == before


def test_any_changed_output_changes_the_hash(course: Path, client: CourseClient) -> None:
    path = course / "lessons" / "en" / "08-a.ipynb"
    author.execute(path, client)
    notebook = nbformat.read(path, as_version=4)
    proven = author.outputs_hash(notebook)
    notebook.cells[0].source = "Other prose."
    assert author.outputs_hash(notebook) == proven, "prose is no output"
    notebook.cells[1].outputs[0].data["text/plain"] = "43"
    assert author.outputs_hash(notebook) != proven
    notebook.cells[1].outputs = []
    assert author.outputs_hash(notebook) != proven


def test_stamping_holds_korean_prose_to_its_english(course: Path) -> None:
    assert author.stamp("08") == 1
    assert author.stamp("08") == 0
    korean = nbformat.read(course / "lessons" / "ko" / "08-a.ipynb", as_version=4)
    assert korean.cells[0].metadata.course.renders == author.source_hash("A container.")
    english = course / "lessons" / "en" / "08-a.ipynb"
    english.write_text(english.read_text().replace("A container.", "Two containers."))
    assert author.stamp("08") == 1


@pytest.mark.parametrize("number", ["09", "8", "*", ""])
def test_a_lesson_that_is_not_there_is_refused(course: Path, number: str) -> None:
    with pytest.raises(BadInput, match="The lessons are: 08"):
        author.lesson_files(number)
