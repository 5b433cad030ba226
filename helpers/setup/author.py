"""``course.py author``: executes lessons, stores their outputs and the proof of the run.

Outputs are stored only here, never by hand, and only from a run that went through.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from helpers.engine import CourseClient, connect
from helpers.errors import BadInput, CourseError
from helpers.language import LANGUAGES, say
from helpers.paths import checkout
from helpers.setup import start
from helpers.setup.steps import note, step

__all__ = ["execute", "lesson_files", "outputs_hash", "run", "source_hash", "stamp"]

VIEW = "application/vnd.jupyter.widget-view+json"
PATIENCE = 600
"""Seconds that one cell gets."""


def outputs_hash(notebook: NotebookNode) -> str:
    """Hash all outputs of a notebook, so that a later change to one of them shows.

    Args:
        notebook: as ``nbformat.read(path, as_version=4)`` gives it.

    Returns:
        64 hexadecimal digits: SHA-256 of ``[[cell id, outputs], ...]`` as JSON, keys sorted.
    """
    outputs = [[c.id, c.outputs] for c in notebook.cells if c.cell_type == "code"]
    text = json.dumps(outputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def source_hash(source: str) -> str:
    """Hash the English source that a Korean cell renders (``metadata.course.renders``)."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def lesson_files(number: str, editions: tuple[str, ...] = LANGUAGES) -> list[Path]:
    """Find a lesson's notebooks.

    Args:
        number: the lesson's number ("05").
        editions: which languages.

    Returns:
        One path for each edition.

    Raises:
        BadInput: there is no such lesson.
    """
    lessons = checkout() / "lessons"
    found = [p for lang in editions for p in sorted((lessons / lang).glob(f"{number}-*.ipynb"))]
    if found and number.isdigit():
        return found
    known = ", ".join(sorted(path.name[:2] for path in (lessons / "en").glob("[0-9]*.ipynb")))
    raise BadInput(
        say(en=f"There is no lesson '{number}'.", ko=f"'{number}' 수업은 없습니다."),
        say(en="Nothing was changed.", ko="바뀐 것은 없습니다."),
        say(en=f"The lessons are: {known}.", ko=f"있는 수업: {known}."),
    )


def _proof(client: CourseClient, notebook: NotebookNode) -> dict[str, Any]:
    """Say on which engine the outputs were made, when, and what they are."""
    version = client.version()
    executed = [c for c in notebook.cells if c.cell_type == "code" and c.execution_count]
    return {
        "engine": version["Version"],
        "api": version["ApiVersion"],
        "storage": client.info()["Driver"],
        "date": datetime.date.today().isoformat(),
        "cells": len(executed),
        "outputs": outputs_hash(notebook),
    }


def _tidy(notebook: NotebookNode) -> None:
    """Take out what differs from run to run and says nothing: widgets' models, versions."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(VIEW, None)


def execute(path: Path, client: CourseClient) -> int:
    """Execute one notebook from top to bottom and store its outputs with their proof.

    Twin: ``jupyter execute --inplace``.

    Args:
        path: the notebook.
        client: the engine that its cells drive.

    Returns:
        The number of executed cells.

    Raises:
        CourseError: a cell failed; the file stays as it was.
    """
    notebook = nbformat.read(path, as_version=4)
    runner = NotebookClient(
        notebook,
        timeout=PATIENCE,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,  # a line of progress that was written over is not stored
        extra_arguments=["--log-level=40"],  # not the kernel's warnings, only its errors
    )
    try:
        runner.execute()
    except CellExecutionError as failed:
        raise CourseError(
            say(en=f"A cell of {path.name} failed:", ko=f"{path.name} 수업의 셀이 실패했습니다:")
            + f"\n{failed}",
            say(en="The notebook was not changed.", ko="노트북은 바뀌지 않았습니다."),
            say(en="Mend the cell and run it again.", ko="셀을 고친 뒤 다시 실행하십시오."),
        ) from failed
    _tidy(notebook)
    proof = _proof(client, notebook)
    notebook.metadata.setdefault("course", {})["proof"] = proof
    nbformat.write(notebook, path)
    return int(proof["cells"])


def stamp(number: str) -> int:
    """Write into each Korean prose cell the hash of the English cell that it renders.

    For an author who has just read both beside each other.

    Args:
        number: the lesson's number.

    Returns:
        How many cells got a new stamp.
    """
    english, korean = lesson_files(number)
    cells = {cell.id: cell for cell in nbformat.read(english, as_version=4).cells}
    notebook = nbformat.read(korean, as_version=4)
    changed = 0
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.id in cells:
            course = cell.metadata.setdefault("course", {})
            now = source_hash(cells[cell.id].source)
            changed += course.get("renders") != now
            course["renders"] = now
    nbformat.write(notebook, korean)
    return changed


def run(options: argparse.Namespace) -> int:
    """Run ``author run NN`` (on the private engine) or ``author stamp NN``."""
    paths = lesson_files(options.lesson, (options.lang,) if options.lang else LANGUAGES)
    if options.action == "stamp":
        changed = stamp(options.lesson)
        note(say(en=f"{changed} cells stamped anew", ko=f"새로 표시한 셀: {changed}개"))
        return 0
    os.environ.update(COURSE_ENGINE="own", COURSE_HUB="no", COURSE_PROGRESS=os.devnull)
    start.ready_engine(agreed=True)
    client = connect()
    try:
        for path in paths:
            step(f"{path.parent.name}/{path.name}")
            cells = execute(path, client)
            note(say(en=f"{cells} cells, stored", ko=f"셀 {cells}개, 저장했습니다"))
    finally:
        client.close()
    return 0
