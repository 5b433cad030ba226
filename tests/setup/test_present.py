"""The slides as a speaker has them: in a browser, on JupyterLab, with a live kernel."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from helpers import own
from helpers.engine import CourseClient, connect
from helpers.errors import BadInput
from helpers.paths import checkout
from helpers.setup import jupyter
from helpers.setup.present import lesson_page
from helpers.setup.present.server import EXTENSIONS, Slides, serving
from tests.browser import CHROMIUM, chromium

LIMIT = 60_000
NETWORK = "ERR_NETWORK_CHANGED"
LESSON = "05-container-lifecycle.ipynb"
BACK_AT_THE_START = {"en": "Back at the start", "ko": "처음 상태로 돌아왔습니다"}
NOTES = {"en": "Speaker notes", "ko": "발표자 노트"}
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")


@pytest.mark.parametrize(("asked", "lang"), [("05", "en"), ("5", "ko")])
def test_a_lesson_is_found_by_its_number(asked: str, lang: str) -> None:
    assert lesson_page(asked, lang) == f"{lang}/{LESSON}"


@pytest.mark.parametrize("asked", ["99", "", "../05", "05-container-lifecycle"])
def test_an_unknown_lesson_is_refused_with_those_there_are(asked: str) -> None:
    with pytest.raises(BadInput, match="01.*05"):
        lesson_page(asked, "en")


@pytest.fixture(scope="module")
def slides(engine: own.Own, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slides]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSE_LANG")  # The folder of the lesson says the language.
        with serving(jupyter.free_port()) as server:
            yield server
    assert server.process.poll() is not None
    assert not server.log.exists()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with chromium(tmp_path_factory.mktemp("home")) as made:
        yield made


def _open(browser: Browser, address: str) -> tuple[Page, list[str]]:
    """Open the slides; again where a network that comes with a container cut the loading short."""
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_default_timeout(LIMIT)
        wrong: list[str] = []
        _listen(page, wrong)
        page.goto(address, wait_until="load")
        ready = page.locator(".course-slides:not([aria-busy]) .jp-CodeCell .jp-OutputArea-output")
        try:
            ready.first.wait_for()
        except PlaywrightError:
            if not any(NETWORK in line for line in wrong):
                raise
        if not any(NETWORK in line for line in wrong):
            return page, wrong
        page.close()
    raise AssertionError("The network did not keep still while the slides loaded.")


def _listen(page: Page, wrong: list[str]) -> None:
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)


@in_browser
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_story_of_a_demo(slides: Slides, browser: Browser, lang: str, tmp_path: Path) -> None:
    expect.set_options(timeout=LIMIT)
    page, wrong = _open(browser, slides.address(f"{lang}/{LESSON}"))
    course = connect("05")
    try:
        _tell(page, course, lang, tmp_path)
    finally:
        page.close()
        course.close()
    assert [line for line in wrong if NETWORK not in line] == []


def _tell(page: Page, course: CourseClient, lang: str, shots: Path) -> None:
    """Forward, back, a cell run, notes, larger letters, a control, start again, leave, return."""
    number = page.locator(".course-slides .slide-number-a")
    shown = page.locator(".course-slides section.present:not(.stack)")
    status = page.locator(".course-slides-status")
    expect(number).to_have_text("1")
    assert _made(course) == []
    page.screenshot(path=shots / f"{lang}-first.png")

    page.keyboard.press("ArrowRight")
    expect(number).to_have_text("2")
    page.keyboard.press("ArrowLeft")
    expect(number).to_have_text("1")
    page.keyboard.press("Space")
    page.keyboard.press("PageDown")
    expect(number).to_have_text("3")
    expect(shown.locator("h2")).to_be_visible()
    expect(shown.locator(".jp-CodeCell").first).to_contain_text("2017")

    page.keyboard.press("Shift+Enter")
    made = shown.locator(".jp-CodeCell").nth(1)
    expect(made.locator(".jp-OutputArea-output")).to_be_visible()
    printed = made.locator(".jp-OutputArea-output").inner_text().strip()
    assert _made(course) == [printed]
    page.screenshot(path=shots / f"{lang}-ran.png")

    before = _letters(shown)
    page.keyboard.press("+")
    page.wait_for_function(
        "size => parseFloat(getComputedStyle(document.querySelector("
        "'.course-slides section.present:not(.stack) .jp-RenderedHTMLCommon')).fontSize) > size",
        arg=before,
    )
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    expect(opened.value.locator("h1")).to_have_text(f"{NOTES[lang]} 3.1")
    page.bring_to_front()
    page.keyboard.press("ArrowLeft")
    expect(opened.value.locator("h1")).to_have_text(f"{NOTES[lang]} 2.1")
    expect(opened.value.locator("div")).to_contain_text("removing")
    opened.value.screenshot(path=shots / f"{lang}-notes.png")
    opened.value.close()

    _press_a_control(page, course, shown)
    page.screenshot(path=shots / f"{lang}-control.png")

    page.keyboard.press("r")
    expect(status).to_contain_text(BACK_AT_THE_START[lang])
    expect(number).to_have_text("1")
    expect(page.locator(".course-slides .jp-CodeCell .jp-OutputArea-output")).to_have_count(1)
    assert _made(course) == []

    page.keyboard.press("r")
    expect(page.locator(".course-slides")).not_to_have_attribute("aria-busy", "true")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    page.keyboard.press("Shift+Enter")
    expect(made.locator(".jp-OutputArea-output")).to_be_visible()
    assert _made(course) == [made.locator(".jp-OutputArea-output").inner_text().strip()]
    page.keyboard.press("r")
    expect(status).to_contain_text(BACK_AT_THE_START[lang])
    assert _made(course) == []

    order = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].length"
    cells = page.evaluate(order)
    page.keyboard.press("Escape")
    expect(page.locator(".course-slides")).to_have_count(0)
    assert page.evaluate(order) == cells
    page.locator(".course-slides-back").click()
    expect(number).to_have_text("1")


def _press_a_control(page: Page, course: CourseClient, shown: Locator) -> None:
    """Turn the slides until the lifecycle panel's, run it, and make a container with it."""
    for source in ("import LifecyclePanel", "LifecyclePanel(client)"):
        wanted = shown.locator(".jp-CodeCell", has_text=source)
        for _ in range(60):
            if wanted.count():
                break
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+Enter")
    before = len(_made(course))
    panel = shown.locator(".course-control.widget-vbox")
    create, start = panel.get_by_role("button").nth(0), panel.get_by_role("button").nth(1)
    create.click()
    expect(start).to_be_enabled()
    assert len(_made(course)) == before + 1
    for part in ("title", "press", "log"):
        assert _size_of(panel.locator(f".course-{part}")) >= 20
    diagram = "svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    assert panel.locator("svg").first.evaluate(diagram) > 1.2


def _made(course: CourseClient) -> list[str]:
    """Give the ids of the containers that lesson 5 has on the engine."""
    found = course.containers.list(all=True, filters={"label": "lesson=05"})
    return [str(container.id) for container in found]


def _letters(shown: Locator) -> float:
    size = _size_of(shown.locator(".jp-RenderedHTMLCommon").first)
    assert size >= 24
    return size


def _size_of(text: Locator) -> float:
    return float(text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)"))


@in_browser
@pytest.mark.timeout(600)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_lesson_can_be_shown(
    slides: Slides, browser: Browser, lang: str, tmp_path: Path
) -> None:
    """Each slide of it: in letters to read from afar, nothing of it out of reach, with notes."""
    expect.set_options(timeout=LIMIT)
    for book in sorted((checkout() / "lessons" / lang).glob("*.ipynb")):
        page, wrong = _open(browser, slides.address(f"{lang}/{book.name}"))
        shown = page.locator(".course-slides section.present:not(.stack)")
        title = shown.locator("h1")
        expect(title).to_be_visible()
        assert (title.text_content() or "").strip()
        _letters(shown)
        page.screenshot(path=tmp_path / f"{book.stem}.png")
        with page.expect_popup() as opened:
            page.keyboard.press("s")
        expect(opened.value.locator("h1")).to_have_text(f"{NOTES[lang]} 1.1")
        opened.value.close()
        page.bring_to_front()
        assert page.evaluate(OUT_OF_REACH) == [], book.stem
        expect(page.locator(".course-slides .slide-number-a")).not_to_have_text("1")
        assert [line for line in wrong if NETWORK not in line] == [], book.stem
        page.close()
        _end_kernels(slides)


OUT_OF_REACH = """() => {
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX);
  const within = (node, section) => {
    for (let above = node; above !== section; above = above.parentElement) {
      if (scrolls(above)) return true;
    }
    return false;
  };
  const lost = [];
  const slides = document.querySelectorAll(".course-slides section:not(.stack)");
  const parts = "p, li, td, th, pre, h1, h2, h3, img, svg, button, .cm-line";
  for (let number = 1; number <= slides.length; number += 1) {
    const section = document.querySelector(".course-slides section.present:not(.stack)");
    const box = section.getBoundingClientRect();
    const status = document.querySelector(".course-slides-status").getBoundingClientRect();
    if (getComputedStyle(section).overflowY !== "auto") lost.push([number, "does not scroll"]);
    if (box.bottom > status.top) lost.push([number, "lies under the status line"]);
    for (const node of section.querySelectorAll(parts)) {
      const { width, right } = node.getBoundingClientRect();
      if (width && right > box.right + 1 && !within(node, section)) {
        lost.push([number, node.textContent.slice(0, 40)]);
      }
    }
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    document.querySelector(".course-slides").dispatchEvent(key);
  }
  return lost;
}"""
"""Turns the slides and tells what lies beyond a slide's edge with nothing around it to scroll."""


def _end_kernels(slides: Slides) -> None:
    """End what a closed page leaves: the lesson's kernel and those that wait."""
    direct = build_opener(ProxyHandler({}))
    own = {"Authorization": f"token {slides.token}"}
    kernels = f"http://127.0.0.1:{slides.port}/api/kernels"
    with direct.open(Request(kernels, headers=own)) as answer:
        found = json.load(answer)
    for kernel in found:
        gone = Request(f"{kernels}/{kernel['id']}", headers=own, method="DELETE")
        direct.open(gone).close()


@in_browser
def test_how_cells_become_slides(browser: Browser) -> None:
    """Tags rule; else headings and prose before code; prose under code is for the speaker."""
    rules = EXTENSIONS / "course-present" / "static" / "slides.js"
    page = browser.new_page()
    told = [
        ("markdown", "# Title", [], None),
        ("code", "begin()", [], None),
        ("markdown", "And now?", [], None),
        ("code", "more()", [], "-"),
        ("markdown", "That was it.", [], None),
        ("markdown", "### Deep", ["question"], None),
        ("markdown", "## Tagged", [], "notes"),
        ("markdown", "Left out", [], "skip"),
        ("markdown", "| a | b |\n|---|---|", [], None),
        ("code", "last()", [], "slide"),
        ("markdown", "## End", [], None),
    ]
    cells = [
        {"type": kind, "source": source, "tags": tags, **({"slide": slide} if slide else {})}
        for kind, source, tags, slide in told
    ]
    grouped = page.evaluate(
        "async ([rules, cells]) => (await import('data:text/javascript,'"
        " + encodeURIComponent(rules))).slidesOf(cells)",
        [rules.read_text(encoding="utf-8"), cells],
    )
    page.close()
    assert [[(slide["shown"], slide["notes"]) for slide in column] for column in grouped] == [
        [([0, 1], []), ([2, 3], [4]), ([5], [6]), ([8], [])],
        [([9], [])],
        [([10], [])],
    ]
