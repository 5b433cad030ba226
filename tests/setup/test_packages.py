"""apt, played by a script that writes down how it was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.errors import CourseError
from helpers.setup import packages


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'echo "$DEBIAN_FRONTEND $(ls {tmp_path}/policy-rc.d) $@" >> {tmp_path}/calls\n'
        f"[ -e {tmp_path}/broken ] && echo 'E: Unable to fetch some archives' && exit 100\n"
        "exit 0\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr(packages, "POLICY", tmp_path / "policy-rc.d")
    return tmp_path


def test_nothing_to_install_calls_nobody(apt: Path) -> None:
    packages.install([])
    assert not (apt / "calls").exists()


def test_services_stay_off_while_packages_are_installed(apt: Path) -> None:
    packages.install(["docker.io", "docker-registry"])
    install = (apt / "calls").read_text().splitlines()[-1]
    assert install.startswith(f"noninteractive {apt}/policy-rc.d ")
    assert install.endswith("install -y --no-install-recommends docker.io docker-registry")
    assert not (apt / "policy-rc.d").exists(), "the rule is gone afterwards"


def test_a_rule_of_the_machine_stays(apt: Path) -> None:
    (apt / "policy-rc.d").write_text("mine")
    packages.install(["docker.io"])
    assert (apt / "policy-rc.d").read_text() == "mine"


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_refusal_tells_the_last_words_and_leaves_no_rule(
    apt: Path, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COURSE_LANG", lang)
    (apt / "broken").touch()
    with pytest.raises(CourseError, match="Unable to fetch") as refused:
        packages.install(["docker.io"])
    assert {"en": "could not", "ko": "설치하지"}[lang] in str(refused.value)
    assert not (apt / "policy-rc.d").exists()
    assert " update" in (apt / "calls").read_text(), "old lists are fetched again"
