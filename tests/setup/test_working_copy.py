"""The learner's working copy: an update never overwrites what they changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.setup.working_copy import bring_up_to_date, copies


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    folder = tmp_path / "lessons"
    for name in ("en/01-a.ipynb", "ko/01-a.ipynb", "files/app/Dockerfile"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text(f"first {name}")
    (folder / "en" / ".hidden.ipynb").touch()
    (folder / "en" / "scratch.txt").touch()
    return folder


def test_what_is_missing_is_copied_and_nothing_else(lessons: Path, tmp_path: Path) -> None:
    mine = tmp_path / "내 수업 copy"
    assert bring_up_to_date(mine, lessons) == []
    names = {p.relative_to(mine).as_posix() for p in mine.rglob("*") if p.is_file()}
    assert names == {
        "en/01-a.ipynb",
        "ko/01-a.ipynb",
        "files/app/Dockerfile",
        ".course-copy.json",
    }
    assert {p.relative_to(mine).as_posix() for p in copies(mine)} == names


def test_an_update_replaces_what_was_left_as_it_was(lessons: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    bring_up_to_date(mine, lessons)
    (lessons / "en/01-a.ipynb").write_text("second")
    assert bring_up_to_date(mine, lessons) == []
    assert (mine / "en/01-a.ipynb").read_text() == "second"


def test_a_changed_lesson_stays_and_its_update_lies_beside_it(
    lessons: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    bring_up_to_date(mine, lessons)
    (mine / "en/01-a.ipynb").write_text("my work")
    assert bring_up_to_date(mine, lessons) == [], "no new version, nothing to say"

    (lessons / "en/01-a.ipynb").write_text("second")
    assert bring_up_to_date(mine, lessons) == ["en/01-a-new.ipynb"]
    assert (mine / "en/01-a.ipynb").read_text() == "my work"
    assert (mine / "en/01-a-new.ipynb").read_text() == "second"
    assert bring_up_to_date(mine, lessons) == [], "said once"

    (lessons / "en/01-a.ipynb").write_text("third")
    assert bring_up_to_date(mine, lessons) == ["en/01-a-new.ipynb"], "untouched: replaced"
    (mine / "en/01-a-new.ipynb").write_text("my work there too")
    (lessons / "en/01-a.ipynb").write_text("fourth")
    assert bring_up_to_date(mine, lessons) == ["en/01-a-new2.ipynb"]
    assert (mine / "en/01-a-new.ipynb").read_text() == "my work there too"


def test_a_deleted_lesson_comes_back_and_a_broken_record_costs_nothing(
    lessons: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine"
    bring_up_to_date(mine, lessons)
    (mine / "ko/01-a.ipynb").unlink()
    (mine / "en/01-a.ipynb").write_text("my work")
    (mine / ".course-copy.json").write_text("{half")
    assert bring_up_to_date(mine, lessons) == ["en/01-a-new.ipynb"]
    assert (mine / "en/01-a.ipynb").read_text() == "my work"
    assert (mine / "ko/01-a.ipynb").exists()


def test_a_file_of_the_learners_own_is_no_copy(lessons: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "en").mkdir(parents=True)
    (mine / "en" / "notes.ipynb").write_text("my own")
    bring_up_to_date(mine, lessons)
    assert mine / "en" / "notes.ipynb" not in copies(mine)
