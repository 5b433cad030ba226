"""The glossary: each term with the words that define it in a lesson, and its twin."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from helpers.language import say
from helpers.setup.site.lessons import lessons

__all__ = ["definition", "glossary"]


def glossary(root: Path, lang: str) -> tuple[str, list[str]]:
    """Write the glossary of an edition.

    Args:
        root: the checkout.
        lang: the edition.

    Returns:
        The entries as a definition list, and the terms whose cell is not there.
    """
    course = {lesson.number: lesson for lesson in lessons(root, lang)}
    entries, missing = [], []
    terms = yaml.safe_load((root / "docs/glossary.yml").read_text(encoding="utf-8"))
    for number, place, english, korean in terms:
        term, twin, other = (english, korean, "ko") if lang == "en" else (korean, english, "en")
        found = (
            [cell for cell in course[number].cells if cell.id == place] if number in course else []
        )
        if not found:
            missing.append(f"the term {english!r} has no cell {number}/{place}")
            continue
        cell = found[0]
        where = say(en=f"Lesson {int(number)}", ko=f"{int(number)}장", lang=lang)
        title = f"**{term[0].upper()}{term[1:]}**{{ #term-{_slug(english)} }}"
        if twin != term:
            title += f' <span lang="{other}">{twin}</span>'
        words = definition(cell.source, term)
        link = f"[{where}]({course[number].page}#{cell.anchor})"
        entries.append((term.casefold(), f"{title}\n\n:   {words} {link}\n"))
    return "\n".join(text for _, text in sorted(entries)), missing


def definition(source: str, term: str) -> str:
    """Take a term's definition out of the prose that gives it.

    Args:
        source: the Markdown of the cell.
        term: the word, in bold where it is defined.

    Returns:
        From the sentence with the term in bold to the end of its paragraph; the cell's first
        paragraph where the term is not in bold.
    """
    paragraphs = [
        p for p in re.split(r"\n\s*\n", source.strip()) if not p.startswith(("#", "```", "|"))
    ]
    bold = re.compile(rf"\*\*{re.escape(term)}\*\*", re.IGNORECASE)
    text = next((p for p in paragraphs if bold.search(p)), paragraphs[0])
    sentences = re.split(r"(?<=[.?!]) +", " ".join(text.split()))
    first = next((i for i, sentence in enumerate(sentences) if bold.search(sentence)), 0)
    words = " ".join(sentences[first:])
    words = re.sub(rf"^\*\*{re.escape(term)}\*\*: ", "", words, flags=re.IGNORECASE)
    return re.sub(r":$", ".", words[0].upper() + words[1:])


def _slug(english: str) -> str:
    return english.casefold().replace(" ", "-")
