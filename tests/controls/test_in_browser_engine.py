"""The race and the engine's words as people see them: in JupyterLab, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .lab import Lab, in_both, needs_browser, visit

RACE_LIMIT = 240_000
WORDS = {
    "en": {
        "start": "Start", "seconds": "Seconds to the marker", "memory": "Memory",
        "runners": "process, container, virtual machine", "order": "The order:",
        "how": r"processor's help|software emulation", "filter": "Filter", "answer": "Answer",
        "means": "How layers become one file system", "changed": "only what changed",
        "of": "{} of ",
    },
    "ko": {
        "start": "출발", "seconds": "표식까지 걸린 시간", "memory": "메모리",
        "runners": "프로세스, 컨테이너, 가상 머신", "order": "순서:", "answer": "대답",
        "how": r"프로세서의 가상화 기능|소프트웨어 에뮬레이션", "filter": "거르기",
        "means": "레이어를 한 파일 시스템으로 겹치는 방법", "changed": "달라진 것만",
        "of": "{}개입니다",
    },
}  # fmt: skip

pytestmark = [needs_browser, pytest.mark.timeout(280)]


@in_both
def test_start_race(lab: Lab, browser: Browser, client: object, tmp_path: Path, lang: str) -> None:
    """The three reach the marker; where no machine boots, stored bars stand with the reason."""
    words = WORDS[lang]
    with visit(lab, browser, lang, "StartRace(client, rounds=1)") as seen:
        race = seen.control()
        go = race.get_by_role("button", name=words["start"], exact=True)
        go.click()
        expect(race.get_by_role("status")).to_contain_text(words["order"], timeout=RACE_LIMIT)
        bars = race.get_by_role("img", name=words["seconds"])
        for runner in words["runners"].split(", "):
            expect(bars).to_contain_text(runner)
        expect(race.get_by_role("img", name=words["memory"])).to_be_visible()
        expect(race).to_contain_text(re.compile(words["how"]))
        expect(go).to_be_enabled()
        seen.look(race, tmp_path / "race.png")


@in_both
def test_version_explorer(
    lab: Lab, browser: Browser, client: object, tmp_path: Path, lang: str
) -> None:
    """The other answer is chosen, the filter leaves few rows, each with its explanation."""
    words = WORDS[lang]
    with visit(lab, browser, lang, "VersionExplorer(client)") as seen:
        explorer = seen.control()
        rows = explorer.locator("tbody tr")
        expect(explorer).to_contain_text("17.04.0-ce")
        seen.look(explorer, tmp_path / "version.png")
        answer = explorer.get_by_role("combobox", name=words["answer"], exact=True)
        answer.select_option("docker info")
        expect(explorer).to_contain_text("Storage Driver")
        every = rows.count()
        explorer.get_by_role("textbox", name=words["filter"], exact=True).fill("aufs")
        expect(rows).not_to_have_count(every)
        few = rows.count()
        expect(explorer.get_by_role("status")).to_contain_text(words["of"].format(few))
        row = explorer.get_by_role("row").filter(
            has=seen.page.get_by_role("rowheader", name="Storage Driver", exact=True)
        )
        expect(row).to_contain_text(words["means"])
        seen.look(explorer, tmp_path / "version-filtered.png")
        explorer.get_by_role("checkbox", name=words["changed"]).check()
        expect(rows).to_have_count(few - explorer.locator("td", has_text="= ").count())
