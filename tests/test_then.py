"""The transcripts of 2017 are the notes' own, and are always marked as old."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers.errors import BadInput
from helpers.then import NAMES, Then, then

NOTES = (Path(__file__).parent / "notes" / "docker-notes.ko.md").read_text(encoding="utf-8")

PROMISED = {
    *("quickstart", "images-before", "pull", "images-after", "search", "create", "ps-created"),
    *("start", "run-hello", "run-test2", "ps-a", "ps-empty", "rm", "version", "info"),
    *("host-stack", "hypervisor-stack", "container-stack"),
}


class _Reader(HTMLParser):
    """Collects the start tags, and the text of the pre element."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, dict[str, str | None]] = {}
        self.inside: list[str] = []
        self.pre = ""
        self.caption = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = dict(attrs)
        if tag != "br":
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.inside.pop() == tag, f"{tag} is not closed in order"

    def handle_data(self, data: str) -> None:
        if "pre" in self.inside:
            self.pre += data
        if "figcaption" in self.inside:
            self.caption += data


def read(shown: Then) -> _Reader:
    reader = _Reader()
    reader.feed(shown._repr_html_())
    assert not reader.inside
    return reader


def test_all_promised_names_are_there() -> None:
    assert set(NAMES) == PROMISED


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_text_stands_verbatim_in_the_notes(name: str) -> None:
    assert len(then(name).text.splitlines()) >= 3
    assert then(name).text in NOTES


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("name", sorted(PROMISED))
def test_every_line_printed_is_marked_as_2017(
    name: str, lang: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COURSE_LANG", lang)
    shown = then(name)
    caption, *lines = repr(shown).splitlines()
    assert caption.startswith("2017")
    body = [line for line in lines if line.startswith("2017 |")]
    assert [line[7:] for line in body] == [line.rstrip() for line in shown.text.splitlines()]
    glosses = lines[len(body) :]
    assert len(glosses) == (len(shown.remarks()) if lang == "en" else 0)


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_page_shows_it_as_a_captioned_figure_that_scrolls(name: str) -> None:
    reader = read(then(name))
    assert {"figure", "figcaption", "pre"} <= set(reader.tags)
    assert reader.pre == then(name).text
    assert reader.caption.startswith("2017")
    pre = reader.tags["pre"]
    assert pre["tabindex"] == "0" and pre["role"] == "region" and "2017" in str(pre["aria-label"])
    assert "overflow-x:auto" in str(pre["style"])


def test_readers_of_english_get_every_korean_remark_rendered() -> None:
    left = {
        line
        for name in NAMES
        for line in then(name).text.splitlines()
        if re.search("[가-힣]", line)
        and not any(korean in line for korean, _ in then(name).remarks())
    }
    assert not left
    assert len(then("start").remarks()) == 2


def test_the_command_is_the_one_typed() -> None:
    assert then("ps-created").command == "docker ps -a"
    assert then("pull").command == "docker pull centos"
    assert then("quickstart").command == then("host-stack").command == ""
    assert "Quickstart" in then("quickstart").caption
    assert "Quickstart" not in then("host-stack").caption


def test_some_lines_are_kept_and_still_marked() -> None:
    kept = then("info").only("OSType", "provider=")
    assert kept.text.splitlines() == ["OSType: linux", " provider=virtualbox"]
    assert repr(kept).splitlines()[0] == "2017: docker info (from the notes, not run now)"
    with pytest.raises(BadInput, match="no such word"):
        then("info").only("OSType", "no such word")


@pytest.mark.parametrize("name", ["", "push", "../notes2017/pull", "PULL"])
def test_an_unknown_name_is_refused_with_the_list(name: str) -> None:
    with pytest.raises(BadInput, match="images-before"):
        then(name)
