from __future__ import annotations

import pytest

from helpers import race as races
from helpers import vm
from helpers.cleanup import leftovers
from helpers.engine import CourseClient
from helpers.errors import CourseError
from helpers.isolation import view_from_here
from helpers.race import RUNNERS, race, stored


def test_three_reach_the_marker_in_order(client: CourseClient) -> None:
    result = race(client, rounds=1)
    assert [each.runner for each in result.results] == list(RUNNERS)
    assert result.ranking("median") == ["process", "container", "vm"]
    assert result["process"].kernel == result["container"].kernel
    assert result["vm"].kernel != result["container"].kernel
    assert all(len(each.seconds) == 1 for each in result.results)
    assert leftovers(client, "99") == []


def test_without_a_machine_the_stored_figures_are_shown_as_such(
    client: CourseClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> vm.VirtualMachine:
        raise vm.VirtualMachineUnavailable("There is no qemu.", "", "")

    monkeypatch.setattr(races.vm, "prepare", missing)
    result = race(client)
    assert not result.measured
    assert "There is no qemu." in result.note and "Not measured here" in result.note
    assert result.results == stored().results


def test_a_table_for_eyes_and_for_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_LANG", "ko")
    kept = stored()
    assert "가상 머신" in repr(kept) and "<caption>" in kept._repr_html_()
    assert kept["vm"].spread[0] <= kept["vm"].median <= kept["vm"].spread[1]
    with pytest.raises(KeyError, match="none of"):
        kept["horse"]


def test_bad_rounds(client: CourseClient) -> None:
    with pytest.raises(ValueError, match="1 round or more"):
        race(client, rounds=0)


@pytest.mark.parametrize(("language", "word"), [("en", "qemu"), ("ko", "qemu")])
def test_a_machine_without_qemu_says_so(
    monkeypatch: pytest.MonkeyPatch, language: str, word: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    monkeypatch.setattr(vm.shutil, "which", lambda *words, **more: None)
    with pytest.raises(CourseError, match=word):
        vm.prepare()


def test_a_machine_boots_a_kernel_of_its_own() -> None:
    machine = vm.prepare()
    boot = vm.boot(machine)
    assert boot.view.kernel and boot.memory
    outside = view_from_here()
    assert outside is not None and boot.view.boot_id != outside.boot_id
    assert "qemu-system" in machine.command("tcg")[0]
