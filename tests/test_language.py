from __future__ import annotations

from pathlib import Path

import pytest

from helpers.language import language, say, speaking


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A folder and an environment that say nothing about a language."""
    monkeypatch.chdir(tmp_path)
    for name in ("COURSE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_notebooks_folder_decides_first(nowhere: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ko").mkdir()
    nowhere.chdir(tmp_path / "ko")
    nowhere.setenv("COURSE_LANG", "en")
    assert language() == "ko"


def test_then_the_setting_then_the_locale(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setenv("LANG", "ko_KR.UTF-8")
    assert language() == "ko"
    nowhere.setenv("LC_ALL", "C")
    assert language() == "en"
    nowhere.setenv("COURSE_LANG", "ko")
    assert language() == "ko"


def test_a_language_that_is_spoken_goes_before_all(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setenv("COURSE_LANG", "en")
    with speaking("ko"):
        assert language() == "ko" and say(en="a", ko="b") == "b"
    assert language() == "en"


def test_an_unknown_setting_is_passed_over(nowhere: pytest.MonkeyPatch) -> None:
    nowhere.setenv("COURSE_LANG", "fr")
    nowhere.setenv("LANG", "C.UTF-8")
    assert language() == "en"


def test_say_picks_and_refuses() -> None:
    assert say(en="one", ko="하나", lang="ko") == "하나"
    assert say(en="one", ko="하나", lang="en") == "one"
    with pytest.raises(ValueError, match="lang must be one of en, ko, not 'fr'"):
        say(en="one", ko="하나", lang="fr")
