"""course.py alone, as a stranger's machine meets it: in a checkout of its own, as a process."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import course
from helpers.paths import checkout

HANGUL = re.compile("[가-힣]")
STUB = "def run_command(options):\n    print('ran', options.command)\n    return 0\n"
UNREACHABLE = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
    "PIP_CONFIG_FILE": os.devnull,
}


@pytest.fixture(params=["en", "ko"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def make_checkout(folder: Path, requirements: str = "") -> Path:
    """Lay out course.py with a helper library that only says that it was reached."""
    (folder / "helpers" / "setup").mkdir(parents=True)
    (folder / "helpers" / "__init__.py").touch()
    (folder / "helpers" / "setup" / "__init__.py").write_text(STUB)
    (folder / "requirements.txt").write_text(requirements)
    shutil.copy(checkout() / "course.py", folder)
    return folder


def run(folder: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run course.py there, as a learner with the C locale."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, str(folder / "course.py"), *words],
        env={**clean, "LC_ALL": "C", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder.parent,
    )


def one_sentence(done: subprocess.CompletedProcess[str], lang: str) -> str:
    """Require an error in one line, in the right language, without a traceback."""
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert bool(HANGUL.search(lines[0])) == (lang == "ko"), lines
    assert "course.py" in lines[0] or "apt-get" in lines[0], "it names the next step"
    return lines[0]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_checkout(tmp_path_factory.mktemp("bare") / "course")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["strat"], "strat"),
        (["start", "--prot", "80"], "--prot 80"),
        (["stop", "--port", "80"], "--port 80"),
        (["doctor", "now"], "now"),
        (["start", "--", "-k", "x"], "-- -k x"),
        (["start", "--port", "http"], "http"),
        (["start", "--port", "0"], "0"),
        (["start", "--port", "65536"], "65536"),
        (["start", "--port"], "--port"),
        (["start", "--engine", "podman"], "podman"),
        (["author", "walk", "05"], "walk"),
        (["author", "run"], "lesson"),
        (["start", "--lang", "fr"], "fr"),
    ],
)
def test_a_bad_command_line_is_one_sentence_and_makes_nothing(
    bare: Path, lang: str, words: list[str], named: str
) -> None:
    said = one_sentence(run(bare, *words, COURSE_LANG=lang), lang)
    assert named in said
    assert not (bare / ".venv").exists()


def test_help_names_every_command(bare: Path, lang: str) -> None:
    shown = run(bare, "--help", COURSE_LANG=lang)
    assert shown.returncode == 0
    assert bool(HANGUL.search(shown.stdout)) == (lang == "ko")
    for command in course.COMMANDS:
        assert re.search(rf"^  {command} ", shown.stdout, re.MULTILINE), command
    assert run(bare, COURSE_LANG=lang).returncode == 2


def test_an_old_python_can_read_the_file() -> None:
    ast.parse((checkout() / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6), (3, 9)])
def test_an_old_python_is_refused(
    version: tuple[int, int], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    with pytest.raises(course.Stop) as stop:
        course.check_python(version)
    assert f"{version[0]}.{version[1]}" in str(stop.value)
    assert bool(HANGUL.search(str(stop.value))) == (lang == "ko")
    course.check_python((3, 10))


@pytest.mark.parametrize(
    ("words", "env", "chosen"),
    [
        (["start", "--lang", "ko"], {"LC_ALL": "en_US.UTF-8"}, "ko"),
        (["start", "--lang=en"], {"LC_ALL": "ko_KR.UTF-8"}, "en"),
        (["start"], {"COURSE_LANG": "ko", "LC_ALL": "C"}, "ko"),
        (["start"], {"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, "ko"),
        (["start"], {"LANG": "ko_KR.EUC-KR"}, "ko"),
        (["start"], {"LC_ALL": "C", "LANG": "ko_KR.UTF-8"}, "en"),
        (["start"], {"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_language_of_messages(
    words: list[str], env: dict[str, str], chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COURSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert course.choose_language(words) == chosen


def test_a_folder_with_korean_letters_is_set_up_once_repaired_and_moved(tmp_path: Path) -> None:
    folder = make_checkout(tmp_path / "도커 course")
    first = run(folder, "doctor")
    assert (first.returncode, first.stderr) == (0, "")
    assert "Python packages" in first.stdout and "ran doctor" in first.stdout

    second = run(folder, "stop", COURSE_LANG="ko")
    assert second.stdout.split("\n")[0] == "ran stop", "a second start skips what is done"

    (folder / ".venv" / "course-stamp.json").unlink()
    (folder / ".venv" / "bin" / "python").unlink()
    assert "ran doctor" in run(folder, "doctor").stdout, "a half-made .venv is repaired"

    moved = folder.rename(tmp_path / "옮긴 course")
    third = run(moved, "doctor")
    assert "Python packages" in third.stdout and "ran doctor" in third.stdout
    assert str(moved) in (moved / ".venv" / "bin" / "pip").read_text(encoding="utf-8")


def test_without_network_one_sentence_and_the_next_start_repairs(tmp_path: Path) -> None:
    folder = make_checkout(tmp_path / "course", "docker==7.2.0\n")
    for lang in ("en", "ko"):
        said = one_sentence(run(folder, "start", COURSE_LANG=lang, **UNREACHABLE), lang)
        assert "PyPI" in said
    (folder / "requirements.txt").write_text("")
    assert "ran start" in run(folder, "start").stdout


def test_what_pip_says_is_shown_where_the_cause_is_another(
    lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    said = str(course.failed_install(["Collecting x", "ERROR: Invalid requirement: 'x y'"]))
    assert "Invalid requirement" in capsys.readouterr().err
    assert bool(HANGUL.search(said)) == (lang == "ko")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB with a checkout in it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)])
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield make_checkout(disk / "course")
    subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_full_disk_is_one_sentence_and_what_was_half_made_is_gone(
    small_disk: Path, lang: str
) -> None:
    said = one_sentence(run(small_disk, "start", COURSE_LANG=lang), lang)
    assert "3 GB" in said or "3GB" in said
    assert not (small_disk / ".venv").exists()
    assert shutil.disk_usage(small_disk).free > 7_000_000


def test_a_read_only_checkout_is_one_sentence(small_disk: Path, lang: str) -> None:
    disk = str(small_disk.parent)
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    said = one_sentence(run(small_disk, "start", COURSE_LANG=lang), lang)
    assert disk in said


def test_a_python_without_venv_says_the_package(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(course.Stop, match=rf"apt-get install python3\.{sys.version_info[1]}-venv"):
        course.add_venv_module()


def test_root_on_debian_gets_the_missing_venv_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n[ ! -e {tmp_path}/broken ]\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    course.add_venv_module()
    update, install = (tmp_path / "calls").read_text().splitlines()
    assert update.startswith("update")
    assert install.endswith(f"--no-install-recommends python3.{sys.version_info[1]}-venv")
    (tmp_path / "broken").touch()
    with pytest.raises(course.Stop, match="apt-get could not install"):
        course.add_venv_module()


def test_interrupting_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(course, "run", lambda words: (_ for _ in ()).throw(KeyboardInterrupt))
    assert course.main(["start", "--lang", "en"]) == 130
    assert "Interrupted" in capsys.readouterr().err
