"""MkDocs hooks: the lessons and the generated parts become pages of the site.

Only MkDocs' documented events are used. Two things reach into the theme: :func:`on_post_page` into
its HTML, for what Material leaves out for people who cannot see, and :mod:`theme` into its script.
Both are tested on the built pages.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from helpers.language import say
from helpers.setup.site import cells, checks, controls, frame, lifecycle, pages, theme
from helpers.setup.site.lessons import Lesson, lessons
from helpers.setup.site.light import light

log = get_plugin_logger("course")

LIVE_DIAGRAM = ("05", "cell-cycle-seen")  # the lesson and the cell after which it stands


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _lang(config: MkDocsConfig) -> str:
    return str(config.theme["language"])


def _lesson(page: Page, config: MkDocsConfig) -> Lesson | None:
    """The lesson that a page shows, if it shows one."""
    if not page.file.src_uri.startswith("lessons/"):
        return None
    return Lesson(
        _root(config) / "lessons" / _lang(config) / f"{Path(page.file.src_uri).stem}.ipynb"
    )


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Check the lessons and lay out the navigation in the notes' order."""
    for problem in checks.problems(_root(config)):
        log.warning(problem)  # --strict makes it an error
    config.extra_css.remove("assets/_mkdocstrings.css")  # main.html gives it to the one page
    lang = _lang(config)
    config.nav = [
        {say(en="Welcome", ko="첫 화면", lang=lang): "index.md"},
        {say(en="Lessons", ko="수업", lang=lang): [x.page for x in lessons(_root(config), lang)]},
        {
            say(en="Look up", ko="찾아보기", lang=lang): [
                "cheat-sheet.md",
                "then-and-now.md",
                "glossary.md",
                "helpers.md",
            ]
        },
        {
            say(en="Ways to use it", ko="활용 방법", lang=lang): [
                "learn.md",
                "teach.md",
                "present.md",
            ]
        },
        "licences.md",
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add each lesson as a page, with its notebook and its source to be read beside it."""
    theme.lazy_search(files)
    for lesson in lessons(_root(config), _lang(config)):
        base = f"lessons/{lesson.name}"
        files.append(File.generated(config, lesson.page, content=cells.markdown(lesson)))
        files.append(File.generated(config, f"{base}.ipynb", abs_src_path=str(lesson.path)))
        files.append(File.generated(config, f"{base}.txt", content=cells.plain_text(lesson)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the places of a written page that are generated from the lessons."""
    filled, missing = pages.fill(markdown, _root(config), _lang(config))
    for problem in missing:
        log.warning(problem)
    return filled


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put the stored outputs of a lesson into its page, and what stands around them."""
    lesson = _lesson(page, config)
    if not lesson:
        return frame.reachable(html)
    html = light(frame.around(cells.finish(html, lesson), lesson))
    sizes = _root(config) / "docs/controls.json"
    behind = {cell.anchor: controls.picture(cell, lesson.language, sizes) for cell in lesson.cells}
    number, anchor = LIVE_DIAGRAM
    if lesson.number == number:
        behind[anchor] = lifecycle.figure(lesson.language)
    for anchor, figure in behind.items():
        if figure:
            html = _behind(html, anchor, figure)
    return html


def _behind(html: str, anchor: str, figure: str) -> str:
    """Put a figure behind the cell that it belongs to."""
    before, mark, after = html.partition(f'id="{anchor}"')
    text, end, rest = after.partition("</section>")
    if not rest:
        log.warning("no cell %s for a figure", anchor)
    return before + mark + text + end + figure + rest


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Any) -> None:
    """Lead the language switch to the same page of the other edition."""
    here = page.url
    top = "../" * here.count("/")
    english, korean = ("", "ko/") if _lang(config) == "en" else ("../", "")
    config.extra["alternate"] = [
        {"name": "English", "lang": "en", "link": f"{top}{english}{here}"},
        {"name": "한국어", "lang": "ko", "link": f"{top}{korean}{here}"},
    ]


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Name what the theme leaves nameless, and refuse what would be fetched from elsewhere."""
    output = frame.named(output, _lang(config))
    for address in frame.foreign(output):
        log.warning("%s asks another host for %s", page.file.src_uri, address)
    return output
