"""What stands around a lesson's cells, and what the theme's pages need to be read by everyone."""

from __future__ import annotations

import re
from html import escape

from helpers.language import say
from helpers.setup.site.lessons import Lesson

__all__ = ["around", "foreign", "named", "reachable"]


def around(html: str, lesson: Lesson) -> str:
    """Put the lesson's buttons under its title and its proof under its last cell."""
    before, heading, after = html.partition("</h1>")
    return f"{before}{heading}{_head(lesson)}{after}{_proof(lesson)}"


def _head(lesson: Lesson) -> str:
    lang = lesson.language
    time = say(en=f"{lesson.minutes} minutes", ko=f"{lesson.minutes}분", lang=lang)
    number = say(en=f"Lesson {int(lesson.number)}", ko=f"{int(lesson.number)}장", lang=lang)
    command = f"python3 course.py start --lang {lang}"
    path = f"{lang}/{lesson.name}.ipynb"
    how = say(
        en=f"Run this in the course's folder, then open <code>{path}</code>:",
        ko=f"과정의 폴더에서 다음을 실행한 뒤 <code>{path}</code> 파일을 여십시오.",
        lang=lang,
    )
    download = say(en="Download the notebook", ko="노트북 내려받기", lang=lang)
    source = say(en="Read its source", ko="소스 보기", lang=lang)
    start = say(en="Run it yourself", ko="직접 실행하기", lang=lang)
    copy = say(en="Copy", ko="복사", lang=lang)
    spoken = say(en="Copy the command", ko="명령 복사", lang=lang)
    done = say(en="Copied", ko="복사했습니다", lang=lang)
    return f"""
<div class="lesson-head" data-search-exclude>
<p class="lesson-facts"><span>{number}</span> <span>{time}</span></p>
<div class="lesson-buttons">
<details class="run"><summary class="md-button">{start}</summary>
<div class="run-how"><p>{how}</p>
<div class="input">
<button class="copy" type="button" aria-label="{spoken}" data-done="{done}">{copy}</button>
<div class="highlight"><pre><code tabindex="0">{command}</code></pre></div></div></div></details>
<a class="md-button" href="{lesson.name}.ipynb" download>{download}</a>
<a class="md-button" href="{lesson.name}.txt">{source}</a>
</div></div>"""


def _proof(lesson: Lesson) -> str:
    if not lesson.proof:
        return ""
    lang, proof = lesson.language, {k: escape(str(v)) for k, v in lesson.proof.items()}
    title = say(en="Proven on", ko="검증 기록", lang=lang)
    names = {
        "engine": say(en="Docker Engine", ko="도커 엔진", lang=lang),
        "api": say(en="API", ko="API", lang=lang),
        "storage": say(en="Storage driver", ko="스토리지 드라이버", lang=lang),
        "date": say(en="Date of the run", ko="실행한 날", lang=lang),
        "cells": say(en="Cells checked", ko="확인한 셀", lang=lang),
    }
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{proof[key]}</dd></div>" for key, name in names.items()
    )
    note = say(
        en="Written by the run that made the outputs above; none of it was typed.",
        ko="위의 출력을 만든 실행이 스스로 남긴 기록이며, 손으로 적은 것이 아닙니다.",
        lang=lang,
    )
    return (
        f'<aside class="proof" aria-label="{title}" data-search-exclude><p class="proof-title">'
        f"{title}</p><dl>{rows}</dl><p>{note}</p></aside>"
    )


def reachable(html: str) -> str:
    """Let a keyboard reach code and tables that scroll on a narrow screen.

    A table with a class is left alone by the theme's script, which would wrap it once more.
    """
    html = re.sub(r"<pre>(<span></span>)?<code>", r'<pre>\1<code tabindex="0">', html)
    return re.sub(
        r"<table>(.*?)</table>",
        r'<div class="scroll" tabindex="0"><table class="plain">\1</table></div>',
        html,
        flags=re.DOTALL,
    )


def named(html: str, lang: str) -> str:
    """Name the parts of the theme that a screen reader would find nameless."""
    search = say(en="Search", ko="검색", lang=lang)
    html = html.replace(
        'data-md-component="search" role="dialog"',
        f'data-md-component="search" role="dialog" aria-label="{search}"',
    )
    # The theme's toggles on a phone are labels, which no keyboard reaches; its styles and its
    # script know them by their "for", so the buttons in their place keep it.
    menu = say(en="Menu", ko="메뉴", lang=lang)
    for toggle, name in (("__drawer", menu), ("__search", search)):
        html = re.sub(
            rf'<label (class="md-header__button md-icon" for="{toggle}")>(.*?)</label>',
            rf'<button type="button" \1 data-toggles="{toggle}" aria-expanded="false" '
            rf'aria-label="{name}">\2</button>',
            html,
            count=1,
            flags=re.DOTALL,
        )
    # The theme would look for a sitemap beside each of these, which file:// refuses.
    return re.sub(r'<link rel="alternate" [^>]*hreflang[^>]*>\s*', "", html)


def foreign(html: str) -> list[str]:
    """List the addresses on other hosts that a browser would fetch to show the page."""
    tags = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", html)
    tags = [tag for tag in tags if not re.search(r'rel="(?:canonical|alternate|prev|next)"', tag)]
    return [url for tag in tags for url in re.findall(r'(?:src|href)="((?:https?:)?//[^"]+)"', tag)]
