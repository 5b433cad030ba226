from __future__ import annotations

from pathlib import Path

import pytest

from helpers import vm


@pytest.fixture
def hanging_machine(tmp_path: Path) -> vm.VirtualMachine:
    """A qemu that starts and never says anything, as with a /dev/kvm that hangs."""
    qemu = tmp_path / "qemu"
    qemu.write_text("#!/bin/sh\nexec sleep 600\n")
    qemu.chmod(0o755)
    return vm.VirtualMachine(qemu, tmp_path / "kernel", tmp_path / "initramfs")


def test_a_kvm_that_hangs_means_software_emulation(
    monkeypatch: pytest.MonkeyPatch, hanging_machine: vm.VirtualMachine
) -> None:
    monkeypatch.setattr(vm, "TRIAL", 0.3)
    monkeypatch.setattr(vm.os, "access", lambda path, mode: True)
    assert vm.accelerator(hanging_machine) == "tcg"


def test_no_kvm_means_software_emulation(
    monkeypatch: pytest.MonkeyPatch, hanging_machine: vm.VirtualMachine
) -> None:
    monkeypatch.setattr(vm.os, "access", lambda path, mode: False)
    assert vm.accelerator(hanging_machine) == "tcg"


@pytest.mark.parametrize(("language", "words"), [("en", "did not come up"), ("ko", "부팅되지 않")])
def test_a_machine_that_never_comes_up_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
    hanging_machine: vm.VirtualMachine,
    language: str,
    words: str,
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    monkeypatch.setattr(vm, "LIMIT", 0.3)
    with pytest.raises(vm.VirtualMachineUnavailable, match=words):
        vm.boot(hanging_machine, "tcg")


def test_another_processor_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_LANG", "en")
    monkeypatch.setattr(vm.platform, "machine", lambda: "aarch64")
    with pytest.raises(vm.VirtualMachineUnavailable, match="aarch64, not x86-64"):
        vm.prepare()


def test_the_accelerator_stands_in_the_command(hanging_machine: vm.VirtualMachine) -> None:
    assert "host" in hanging_machine.command("kvm")
    assert "host" not in hanging_machine.command("tcg")


def test_the_memory_of_a_process_that_is_gone_is_not_known() -> None:
    assert vm.resident(2**22 + 1) is None
