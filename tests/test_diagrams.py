from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from helpers.diagrams import STACKS, stack
from helpers.errors import BadInput

NAMES = ("host-stack", "hypervisor-stack", "container-stack")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_picture_speaks_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setenv("COURSE_LANG", language)
    svg = stack(name).svg()
    root = ElementTree.fromstring(svg)
    words = " ".join(root.itertext())
    assert root.get("role") == "img"
    assert ("<title" in svg) and ("<desc" in svg)
    assert bool(re.search("[가-힣]", words)) == (language == "ko")
    assert root.get("viewBox")
    assert stack(name)._repr_html_().count("<svg") == 1


def test_the_corrected_picture_has_the_parts_that_the_notes_leave_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COURSE_LANG", "en")
    svg = stack("container-stack").svg()
    assert "containerd" in svg and "runc" in svg and "ernel" in svg


def test_there_are_three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSE_LANG", "en")
    assert len(STACKS) == len(NAMES)
    with pytest.raises(BadInput, match="There is no picture 'tower'"):
        stack("tower")
