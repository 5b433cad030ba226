"""The parts of the written pages that are generated from the lessons.

A page says where with a mark such as ``<!-- course: lessons -->``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import yaml

import helpers as public
from helpers.language import say
from helpers.setup.site.glossary import glossary
from helpers.setup.site.lessons import Cell, Lesson, lessons
from helpers.setup.site.twins import twins

__all__ = ["fill"]

_MARK = re.compile(r"<!-- course: ([a-z-]+) -->")


def fill(markdown: str, root: Path, lang: str) -> tuple[str, list[str]]:
    """Fill the marks of a page.

    Args:
        markdown: the page as written.
        root: the checkout.
        lang: the edition.

    Returns:
        The filled page, and what is wrong with it: a mark that nothing fills, a correction that
        no cell proves.
    """
    missing: list[str] = []

    def one(found: re.Match[str]) -> str:
        maker = _MAKERS.get(found[1])
        if not maker:
            missing.append(f"nothing fills the mark {found[1]!r}")
            return ""
        text, problems = maker(root, lang)
        missing.extend(problems)
        return text

    return _MARK.sub(one, markdown), missing


def _link(lesson: Lesson, cell: Cell | None = None) -> str:
    return lesson.page + (f"#{cell.anchor}" if cell else "")


def _lessons(root: Path, lang: str) -> tuple[str, list[str]]:
    rows = []
    for lesson in lessons(root, lang):
        time = say(en=f"{lesson.minutes} minutes", ko=f"{lesson.minutes}분", lang=lang)
        rows.append(
            f'1. **[{lesson.title}]({_link(lesson)})** <span class="time">{time}</span>  \n'
            f"   {lesson.able}"
        )
    return "\n".join(rows) + "\n{ .lessons }\n", []


def _plan(root: Path, lang: str) -> tuple[str, list[str]]:
    rows = [
        say(
            en="| Lesson | Minutes | After it, they can |",
            ko="| 수업 | 분 | 배우고 나면 할 수 있는 것 |",
            lang=lang,
        ),
        "| --- | ---: | --- |",
    ]
    rows += [
        f"| [{int(x.number)}. {x.title}]({_link(x)}) | {x.minutes} | {x.able} |"
        for x in lessons(root, lang)
    ]
    return "\n".join(rows), []


def _picture(root: Path, lang: str) -> tuple[str, list[str]]:
    words = say(
        en="A lesson at work in JupyterLab: a control drives a container, its diagram follows.",
        ko="JupyterLab에서 수업을 실행하는 화면. 조작판이 컨테이너를 움직이고 그림이 따라옵니다.",
        lang=lang,
    )
    shown = []
    for scheme in ("light", "dark"):
        name = f"assets/lesson-{lang}-{scheme}"
        wide = f'srcset="{name}-small.webp 768w, {name}.webp 1536w"'
        more = f'width=960 height=640 loading=lazy {wide} sizes="(max-width: 60em) 95vw, 40rem"'
        shown.append(f"![{words}]({name}.webp#only-{scheme}){{ {more} }}")
    return "\n".join(shown), []


def _total_time(root: Path, lang: str) -> tuple[str, list[str]]:
    minutes = sum(lesson.minutes for lesson in lessons(root, lang))
    half_hours = round(minutes / 30) / 2
    return say(en=f"{half_hours:g} hours", ko=f"{half_hours:g}시간", lang=lang), []


def _corrections(root: Path, lang: str) -> tuple[str, list[str]]:
    data = yaml.safe_load((root / "docs/corrections.yml").read_text(encoding="utf-8"))
    proofs: dict[int, list[tuple[Lesson, Cell]]] = {}
    for lesson in lessons(root, lang):
        for cell in lesson.cells:
            for number in cell.fixes:
                proofs.setdefault(number, []).append((lesson, cell))
    problems, out = [], []
    then, now = say(en="2017", ko="2017년", lang=lang), say(en="Today", ko="지금", lang=lang)
    for part in data["part"]:
        out.append(f"\n## {part[lang]}\n")
        for fix in part["fix"]:
            number, said = fix["number"], fix[lang]
            cells = proofs.get(number, [])
            if not cells:
                problems.append(f"correction {number} has no cell that teaches it")
            links = ", ".join(_proof_link(lesson, cell, lang) for lesson, cell in cells)
            source = say(en="Source", ko="근거", lang=lang)
            seen = say(en="See", ko="보기", lang=lang)
            out.append(
                f'<div class="fix" id="fix-{number}" markdown="1">\n\n'
                f"**{number}**{{ .number }}\n\n"
                f"**{then}**{{ .when }} {said['then']}\n\n**{now}**{{ .when }} {said['now']}\n\n"
                f"{seen}: {links}. {source}: {said['source']}\n{{ .where }}\n\n</div>\n"
            )
    return "\n".join(out), problems


def _proof_link(lesson: Lesson, cell: Cell, lang: str) -> str:
    number = int(lesson.number)
    words = say(en=f"lesson {number}, {cell.id}", ko=f"{number}장 {cell.id}", lang=lang)
    return f"[{words}]({_link(lesson, cell)})"


def _cheat_sheet(root: Path, lang: str) -> tuple[str, list[str]]:
    headers = say(
        en="| Command | docker-py | Lesson |", ko="| 명령 | docker-py | 수업 |", lang=lang
    )
    out: list[str] = []
    seen: set[str] = set()
    for lesson in lessons(root, lang):
        rows = []
        for twin in twins(lesson):
            if twin.verb not in seen:
                seen.add(twin.verb)
                link = f"[{int(lesson.number)}]({_link(lesson, twin.cell)})"
                rows.append(f"| {_code(twin.command)} | {_code(twin.call)} | {link} |")
        if rows:
            out += [f"\n## {lesson.title}\n", headers, "| --- | --- | --- |", *rows]
    return "\n".join(out) + "\n", []


def _code(text: str) -> str:
    plain = re.sub(r"[|`\[\]*_]", lambda sign: f"&#{ord(sign[0])};", escape(text))
    return f"<code>{plain}</code>"


def _helpers(root: Path, lang: str) -> tuple[str, list[str]]:
    """One entry for each name that a lesson may import, under the module that it comes from."""
    modules: dict[str, list[str]] = {}
    for name in public.__all__:
        modules.setdefault(getattr(public, name).__module__, []).append(name)
    out = []
    for module, names in sorted(modules.items()):
        out.append(
            f"## {module}\n\n::: {module}\n    options:\n      members: [{', '.join(names)}]\n"
        )
    return "\n".join(out), []


_MAKERS: dict[str, Callable[[Path, str], tuple[str, list[str]]]] = {
    "lessons": _lessons,
    "plan": _plan,
    "picture": _picture,
    "total-time": _total_time,
    "corrections": _corrections,
    "cheat-sheet": _cheat_sheet,
    "glossary": glossary,
    "helpers": _helpers,
}
