"""A page opens quickly and shows the same: what is laid out late keeps its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from playwright.sync_api import Browser, Page, expect

from helpers.setup.site import theme
from helpers.setup.site.light import light
from tests.website.visit import page_names

_BRIGHTNESS = """image => {
    const canvas = new OffscreenCanvas(1, 1), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data.slice(0, 3).reduce((a, b) => a + b) / 3;
}"""
_MARKS = """() => {
    window.marks = [];
    const seen = all => all.filter(one => one.target === document.documentElement && document.body)
        .forEach(one => window.marks.push([one.oldValue, one.target.className]));
    new MutationObserver(seen).observe(document,
        {subtree: true, attributeFilter: ["class"], attributeOldValue: true});
}"""
LESSONS = ("lessons/05-container-lifecycle.html", "ko/lessons/03-images.html")


def test_a_block_says_how_many_lines_it_has() -> None:
    code = (
        '<pre><span></span><code tabindex="0"><span class="n">a</span>\n'
        '<span class="k">if</span>\n</code></pre>'
    )
    assert light(code) == (
        '<pre style="--lines:2"><span class="source"><code tabindex="0">a\n'
        '<span class="k">if</span>\n</code></span></pre>'
    )
    output = '<pre class="output stdout" tabindex="0">1\n2\n3</pre>'
    assert light(output) == (
        '<pre class="output stdout" style="--lines:3" tabindex="0">1\n2\n3</pre>'
    )


def test_other_markup_is_left_alone() -> None:
    kept = "<p>a <code>b</code></p>", '<pre tabindex="0">c</pre>', '<span class="nb">d</span>'
    for html in kept:
        assert light(html) == html


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("width", [412, 1366, 1920])
def test_what_is_laid_out_late_keeps_its_place(
    page: Page, address: str, lesson: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + lesson)
    height = "document.documentElement.scrollHeight"
    before = page.evaluate(height)
    blocks = page.locator("pre[style^='--lines']")
    assert blocks.count() > 50
    assert blocks.last.evaluate("one => getComputedStyle(one).contentVisibility") == "auto"
    page.add_style_tag(content="pre { content-visibility: visible !important; }")
    assert page.evaluate(height) == pytest.approx(before, rel=0.01)


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_themes_script_measures_no_cell(page: Page, address: str, lesson: str) -> None:
    page.goto(address + lesson)
    assert page.locator(".cell pre > code").count() == 0
    assert page.locator(".cell pre .source > code").count() > 30


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_colours_are_right_before_any_script_file(
    browser: Browser, address: str, system: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=system)  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(address + "index.html")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    context.close()


def test_the_system_is_followed_until_the_reader_chooses(page: Page, address: str) -> None:
    page.goto(address + "ko/index.html")
    body = page.locator("body")
    for system, scheme in (("dark", "slate"), ("light", "default")):
        page.emulate_media(color_scheme=system)  # type: ignore[arg-type]
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
    page.get_by_role("button", name="어두운 화면").press("Enter")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    expect(page.get_by_role("button", name="밝은 화면")).to_be_focused()
    page.emulate_media(color_scheme="dark")
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_a_phone_gets_the_small_picture(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(address + "index.html")
    page.wait_for_load_state("networkidle")
    pictures = [name for name in asked if name.startswith("lesson-")]
    assert pictures == ["lesson-en-light-small.webp"]
    context.close()


@pytest.mark.parametrize("lang", ["", "ko/"])
def test_every_control_is_shown_at_work(page: Page, address: str, lang: str) -> None:
    seen = 0
    for name in page_names():
        if not name.startswith(f"{lang}lessons/"):
            continue
        page.goto(address + name)
        for figure in page.locator("figure.control").all():
            seen += 1
            expect(figure.locator("code")).to_contain_text("course.py start")
            shown = figure.locator("img:visible")
            expect(shown).to_have_count(1)
            shown.scroll_into_view_if_needed()
            page.wait_for_function("one => one.complete", arg=shown.element_handle())
            wide, real = shown.evaluate("one => [+one.getAttribute('width'), one.naturalWidth]")
            assert wide == real
            assert shown.evaluate(_BRIGHTNESS) > 128  # of 255: the visitor likes light pages
    assert seen == 7


@pytest.mark.parametrize("lang", ["", "ko/"])
@pytest.mark.parametrize("kind", ["json", "js"])
def test_the_search_index_is_fetched_when_the_search_is_opened(
    page: Page, address: str, built: Path, lang: str, kind: str
) -> None:
    """From a server as JSON, from a folder as a script."""
    site = address if kind == "json" else f"{built.as_uri()}/"
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}{lang}lessons/03-images.html")
    page.wait_for_load_state("networkidle")
    index = f"{site}{lang}search/search_index.{kind}"
    assert index not in asked
    page.locator(".md-search__input").fill("docker")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert asked.count(index) == 1


def test_a_theme_that_fetches_it_otherwise_stops_the_build(tmp_path: Path) -> None:
    script = tmp_path / "assets/javascripts/bundle.0.min.js"
    script.parent.mkdir(parents=True)

    def changed(content: str) -> str:
        script.write_text(content, encoding="utf-8")
        name = str(script.relative_to(tmp_path))
        file = File(name, str(tmp_path), str(tmp_path / "site"), use_directory_urls=False)
        theme.lazy_search(Files([file]))
        return file.content_string

    known = f"a;{theme._THEIRS};{theme._FETCH}"
    assert changed(known) == f"a;{theme._THEIRS};{theme._LAZY}"
    for content in ("a script without it", known + known, known.replace("ks()", "kt()")):
        with pytest.raises(PluginError, match="not as helpers.setup.site.theme knows it"):
            changed(content)
    with pytest.raises(PluginError):
        theme.lazy_search(Files([]))


def test_the_words_of_a_result_are_marked_on_its_page(page: Page, address: str) -> None:
    page.goto(f"{address}ko/{LESSONS[0]}?h=컨테이너")
    expect(page.locator("mark").first).to_have_text("컨테이너")


@pytest.mark.parametrize("name", ["index.html", *LESSONS])
def test_the_themes_script_marks_nothing_that_styles_the_page_anew(
    page: Page, address: str, name: str
) -> None:
    page.add_init_script(f"({_MARKS})()")
    page.goto(address + name)
    page.wait_for_load_state("networkidle")
    marks = page.evaluate("marks")
    assert marks != []  # the theme's script did mark it
    assert [mark for mark in marks if mark[0] != mark[1]] == []
    expect(page.locator("html.js.js-focus-visible")).to_have_count(1)


def test_nothing_but_its_styles_keeps_a_page_from_being_painted(page: Page, address: str) -> None:
    for name in page_names():
        page.goto(address + name)
        assert page.locator("head script[src]:not([async]):not([defer])").count() == 0
        styles = page.locator("head link[rel=stylesheet]")
        for_helpers = name.endswith("helpers.html")
        assert styles.count() == 3 + for_helpers
        assert page.locator("head link[href$='_mkdocstrings.css']").count() == for_helpers
