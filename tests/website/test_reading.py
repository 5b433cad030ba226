"""What a reader does with the pages: search, switch language, unfold, answer, press, download."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from helpers import lifecycle

LESSON = "lessons/05-container-lifecycle.html"
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


def search(page: Page, words: str) -> list[str]:
    """Type into the search box and read the addresses of what is found."""
    box = page.locator(".md-search__input")
    box.click()
    box.fill(words)
    box.press("End")  # the theme listens to keys
    found = page.locator(".md-search-result__link")
    expect(found.first).to_be_attached()
    return [link.get_attribute("href") or "" for link in found.all()]


@pytest.mark.parametrize("words", ["pause", "writable layer"])
def test_search_finds_english(page: Page, address: str, words: str) -> None:
    page.goto(address + "index.html")
    assert any("lessons/05" in link for link in search(page, words))


@pytest.mark.parametrize(
    "words", ["컨테이너", "컨테이너를", "컨테이너에서는", "레지스트리의", "이미지로", "실행합니다"]
)
def test_search_finds_korean_whatever_particle_is_attached(
    page: Page, address: str, words: str
) -> None:
    page.goto(address + "ko/index.html")
    assert any("lessons/" in link for link in search(page, words))


def test_search_finds_the_same_with_and_without_a_particle(page: Page, address: str) -> None:
    page.goto(address + "ko/index.html")
    bare = search(page, "데몬")
    page.goto(address + "ko/index.html")
    assert search(page, "데몬에게") == bare


def test_search_says_when_there_is_nothing(page: Page, address: str) -> None:
    page.goto(address + "index.html")
    box = page.locator(".md-search__input")
    box.click()
    box.fill("zzzqqqxxx")
    box.press("End")
    expect(page.locator(".md-search-result__meta")).to_contain_text("No matching")


@pytest.mark.parametrize(("folder", "words"), [("", "container"), ("ko/", "컨테이너를")])
def test_reading_and_search_work_from_a_stick(
    page: Page, built: Path, folder: str, words: str
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((built / f"{folder}index.html").as_uri())
    assert any("lessons/" in link for link in search(page, words))
    page.locator(".md-search-result__link").first.click()
    expect(page.locator("article h1")).to_be_visible()
    assert page.url.startswith("file://")
    assert said == []


def test_switch_stays_on_the_lesson_and_its_place(page: Page, address: str) -> None:
    page.goto(f"{address}{LESSON}#cell-paused")
    page.wait_for_function("scrollY > 1000")
    page.locator("a.course-switch").click()
    page.wait_for_url(re.compile(r"/ko/lessons/05-container-lifecycle\.html#cell-"))
    place = page.url.partition("#")[2]
    near = page.locator("section.cell").evaluate_all("cells => cells.map(cell => cell.id)")
    assert abs(near.index(place) - near.index("cell-paused")) <= 2
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    page.locator("a.course-switch").click()
    page.wait_for_url(re.compile(r"(?<!ko)/lessons/05-container-lifecycle\.html"))


@pytest.mark.parametrize("name", ["index", "glossary", "then-and-now"])
def test_switch_leads_there_and_back(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}{name}.html")
    page.locator("a.course-switch").click()
    page.wait_for_url(f"{address}ko/{name}.html")
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.locator("a.course-switch").click()
    page.wait_for_url(f"{address}{name}.html")


def test_colours_can_be_chosen_and_are_remembered(page: Page, address: str) -> None:
    page.goto(address + "index.html")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(address + LESSON)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_hints_and_solutions_are_folded_until_asked_for(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    folded = page.locator(".cell.hint details, .cell.solution details")
    assert folded.count() >= 5
    assert not any(folded.evaluate_all("all => all.map(one => one.open)"))
    for kind in ("hint", "solution"):
        first = page.locator(f".cell.{kind} details").first
        expect(first.locator(":scope > :not(summary)").first).to_be_hidden()
        first.locator("summary").press("Enter")
        expect(first.locator(":scope > :not(summary)").first).to_be_visible()


def test_questions_are_answered_in_the_page(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    question = page.locator(".cell.question").first
    wrong, right = question.locator("details.wrong").first, question.locator("details.right")
    wrong.locator("summary").click()
    expect(wrong.locator(":scope > p")).to_contain_text("✗")
    right.locator("summary").click()
    expect(right.locator(":scope > p")).to_contain_text("✓")


def test_diagram_goes_where_the_table_says(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    figure = page.locator("figure.lifecycle")
    state = "none"
    walk = ["create", "start", "pause", "stop", "restart", "exec", "kill", "rm", "run", "rm -f"]
    for name in walk:
        row = lifecycle.find(state, name)
        assert row is not None
        state = row.leads_to(state)
        figure.locator(f"[data-command='{name}']").press("Enter")
        shown = "no container" if state == "none" else state
        expect(figure.locator(".state")).to_have_text(shown)
        expect(figure.locator(".box.here")).to_have_attribute("data-state", state)
        newest = figure.locator(".log li").first
        expect(newest).to_contain_text(lifecycle.command(name).docker)
        expect(newest).to_contain_text(row.events[0])


def test_diagram_says_what_the_engine_refuses(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    figure = page.locator("figure.lifecycle")
    figure.locator("[data-command='create']").click()
    figure.locator("[data-command='pause']").click()
    expect(figure.locator(".log li").first).to_have_class("refused")
    expect(figure.locator(".state")).to_have_text("created")
    figure.locator("[data-command='stop']").click()
    expect(figure.locator(".log li").first).to_have_class("unchanged")


def test_diagram_shows_as_open_what_the_table_allows(page: Page, address: str) -> None:
    page.goto(address + "ko/" + LESSON)
    figure = page.locator("figure.lifecycle")
    figure.locator("[data-command='run']").click()
    shown = figure.locator("button.open").evaluate_all("all => all.map(b => b.dataset.command)")
    table = {row.command for row in lifecycle.TRANSITIONS if "running" in row.sources}
    assert set(shown) == table


def test_diagram_can_be_pressed_on_its_lines(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    figure = page.locator("figure.lifecycle")
    figure.locator(".edge[data-from=none][data-to=created] text").click()
    expect(figure.locator(".state")).to_have_text("created")


def test_notebook_and_source_can_be_had(page: Page, address: str, built: Path) -> None:
    page.goto(address + "ko/" + LESSON)
    with page.expect_download() as waiting:
        page.locator("a[download]").click()
    stored = built.parent / "lessons/ko/05-container-lifecycle.ipynb"
    saved = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    assert saved == json.loads(stored.read_text(encoding="utf-8"))
    page.locator(".lesson-buttons a[href$='.txt']").click()
    expect(page.locator("body")).to_contain_text("# %% opening")


def test_command_to_run_it_is_told_and_copied(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + LESSON)
    page.locator("details.run summary").click()
    page.locator(".run-how button.copy").click()
    expect(page.locator(".run-how button.copy")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == "python3 course.py start --lang en"


def test_each_lesson_says_what_it_was_proven_on(page: Page, address: str, built: Path) -> None:
    for stored in sorted((built.parent / "lessons").glob("*/[0-9]*.ipynb")):
        lang = stored.parent.name
        page.goto(f"{address}{'ko/' if lang == 'ko' else ''}lessons/{stored.stem}.html")
        metadata = json.loads(stored.read_text(encoding="utf-8"))["metadata"]["course"]
        proof = page.locator(".proof dd").all_inner_texts()
        wanted = [metadata["proof"][key] for key in ("engine", "api", "storage", "date", "cells")]
        assert proof == [str(value) for value in wanted]
        expect(page.locator("article h1")).to_contain_text(metadata["title"])


@pytest.mark.parametrize("name", ["index.html", "ko/" + LESSON])
@pytest.mark.parametrize("width", [390, 1366])
def test_keyboard_reaches_everything(page: Page, address: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + name)
    wanted = page.evaluate(
        """() => {
            const things = "a[href], button, input, select, textarea, summary, [tabindex='0']";
            const seen = [...document.querySelectorAll(things)].filter(thing =>
                thing.checkVisibility({ visibilityProperty: true, opacityProperty: false })
                && thing.tabIndex >= 0 && !thing.closest(".md-search__output, .md-search__options")
                && thing.type !== "radio" && !thing.hidden);
            seen.forEach((thing, place) => { thing.dataset.place = place; });
            document.activeElement.blur();
            return seen.length;
        }"""
    )
    reached: set[str] = set()
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        place = page.evaluate("document.activeElement.dataset.place")
        if place is not None:
            reached.add(place)
        if len(reached) == wanted:
            break
    missed = page.evaluate(
        """reached => [...document.querySelectorAll("[data-place]")]
            .filter(thing => !reached.includes(thing.dataset.place))
            .map(thing => thing.outerHTML.slice(0, 120))""",
        sorted(reached),
    )
    assert missed == []


def test_phone_menu_and_search_open_by_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + "index.html")
    menu = page.locator("button[data-toggles='__drawer']")
    menu.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    page.locator(".md-nav--primary label[for='__nav_2']").first.press("Enter")
    expect(page.locator(".md-nav--primary a[href^='lessons/']").first).to_be_in_viewport()
    page.goto(address + "index.html")
    page.locator("button[data-toggles='__search']").press("Enter")
    expect(page.locator(".md-search__input")).to_be_focused()


def test_print_shows_outputs_and_hides_buttons(page: Page, address: str) -> None:
    page.goto(address + LESSON)
    page.emulate_media(media="print")
    expect(page.locator(".lesson-buttons")).to_be_hidden()
    expect(page.locator("pre.output").first).to_be_visible()
    expect(page.locator(".proof")).to_be_visible()
