from __future__ import annotations

import re

import pytest

from helpers import layer_lines
from helpers.layer_lines import LayerLines

DONE = {"Pull complete": "Pull complete", "Already exists": "Already exists"}


def stays(text: str) -> list[str]:
    """What is left when a terminal has written over what passes."""
    return [re.sub(r"^.*\r", "", line) for line in text.removesuffix("\n").split("\n")]


def test_lines_come_in_the_order_in_which_layers_appeared(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layer_lines, "_PAUSE", 0)
    lines = LayerLines(DONE)
    for layer in ("a", "b"):
        lines.take(layer, "Downloading", "[=>  ] 1MB/2MB")
    lines.take("c", "Already exists")
    lines.take("b", "Pull complete")
    assert lines.finished == 2 and "complete\n" not in capsys.readouterr().out
    lines.take("a", "Pull complete")
    lines.line("Digest: x")
    printed = capsys.readouterr().out
    assert stays(printed) == [
        "a: Pull complete", "b: Pull complete", "c: Already exists", "Digest: x"
    ]  # fmt: skip


def test_what_stays_does_not_depend_on_what_passed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = []
    for pause in (0, 3600):
        monkeypatch.setattr(layer_lines, "_PAUSE", pause)
        lines = LayerLines(DONE)
        for status in ("Pulling fs layer", "Downloading", "Extracting", "Pull complete"):
            lines.take("a", status, "x" * 200)
        ends.append(stays(capsys.readouterr().out))
    assert ends[0] == ends[1] == ["a: Pull complete"]


def test_a_finished_layer_stays_finished(capsys: pytest.CaptureFixture[str]) -> None:
    lines = LayerLines(DONE)
    lines.take("a", "Pull complete")
    lines.take("a", "Extracting")
    assert lines.finished == 1
    assert capsys.readouterr().out.count("a: Pull complete") == 1
