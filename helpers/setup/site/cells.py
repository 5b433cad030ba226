"""A lesson as a page: Markdown for the site's renderer, then the stored outputs in place.

The prose and the code go through the site's Markdown like any page, so headings, links and anchors
are checked by the strict build. The outputs are put in afterwards, as they were stored.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from nbconvert.filters.ansi import ansi2html

from helpers.language import say
from helpers.setup.site.frame import reachable
from helpers.setup.site.lessons import Cell, Lesson

__all__ = ["finish", "markdown", "plain_text"]

_FENCE = "~~~~~~~~"
_MARK = re.compile(r'<div id="(cell-[a-z0-9-]+)" data-cell=""></div>')
_NARROW = 36  # characters that fit a phone: longer lines scroll, and a keyboard must reach them


def markdown(lesson: Lesson) -> str:
    """Write a lesson as the Markdown of its page.

    Args:
        lesson: the notebook.

    Returns:
        The page's source: front matter, then each cell behind a mark that carries its id.
    """
    minutes = say(en=f"{lesson.minutes} minutes", ko=f"{lesson.minutes}분", lang=lesson.language)
    parts = [
        "---",
        f"title: {_quoted(lesson.title)}",
        f"subtitle: {_quoted(minutes)}",
        f"description: {_quoted(lesson.able)}",
        "---",
    ]
    for cell in lesson.cells:
        parts += ["", f'<div id="{cell.anchor}" data-cell=""></div>', ""]
        if cell.kind == "markdown":
            parts.append(_prose(cell.source))
        elif cell.source.strip():
            parts += [f"{_FENCE}python", cell.source, _FENCE]
    return "\n".join(parts) + "\n"


def _prose(source: str) -> str:
    """Mend the two things that JupyterLab and the site's Markdown read differently."""
    source = re.sub(r"\]\((\d\d-[a-z0-9-]+)\.ipynb", r"](\1.md", source)
    source = source.replace("<details>", '<details markdown="1">')
    return source.replace("<summary>", '<summary markdown="span">')


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def plain_text(lesson: Lesson) -> str:
    """Write a lesson's source to be read: prose as comments, code as it is, no outputs."""
    blocks = []
    for cell in lesson.cells:
        text = cell.source.strip()
        if cell.kind == "markdown":
            text = "\n".join(f"# {line}".rstrip() for line in text.splitlines())
        blocks.append(f"# %% {cell.id}\n{text}\n")
    return "\n".join(blocks)


def finish(html: str, lesson: Lesson) -> str:
    """Put each rendered cell into its section, with its stored outputs.

    Args:
        html: the page as the site's Markdown rendered it.
        lesson: the notebook.

    Returns:
        The finished content of the page.
    """
    parts = _MARK.split(html)
    rendered = dict(zip(parts[1::2], parts[2::2], strict=True))
    return "\n".join(
        _section(cell, rendered[cell.anchor], lesson.language) for cell in lesson.cells
    )


def _section(cell: Cell, html: str, lang: str) -> str:
    if cell.kind == "markdown":
        inner = reachable(_answers(html) if "question" in cell.tags else html)
    else:
        inner = _code(cell, html, lang) + "".join(
            _output(output, cell, lang) for output in cell.outputs
        )
    kinds = " ".join(["cell", cell.kind, *cell.tags])
    return f'<section class="{kinds}" id="{cell.anchor}">{inner}</section>'


def _answers(html: str) -> str:
    """Mark each answer of a question as right or wrong, for its colour when it is opened."""
    first, *rest = html.split("<details>")
    marked = [f'<details class="{"right" if "✓" in part else "wrong"}">{part}' for part in rest]
    return first + "".join(marked)


def _code(cell: Cell, html: str, lang: str) -> str:
    if not cell.source.strip():
        note = say(
            en="Yours to write: open the lesson in JupyterLab and fill this cell.",
            ko="직접 채우는 칸입니다. JupyterLab에서 이 수업을 열어 작성하십시오.",
            lang=lang,
        )
        return f'<p class="yours">{note}</p>'
    if _wide(cell.source):
        html = html.replace("<code>", '<code tabindex="0">', 1)
    label = say(en="Copy", ko="복사", lang=lang)
    spoken = say(en=f"Copy the code of cell {cell.id}", ko=f"{cell.id} 셀의 코드 복사", lang=lang)
    done = say(en="Copied", ko="복사했습니다", lang=lang)
    button = (
        f'<button class="copy" type="button" aria-label="{spoken}" data-done="{done}">'
        f"{label}</button>"
    )
    block = f'<div class="input">{button}{html}</div>'
    if "hide-input" in cell.tags:
        name = say(en="The code of this cell", ko="이 셀의 코드", lang=lang)
        return f'<details class="fold code"><summary>{name}</summary>{block}</details>'
    return block


def _wide(text: str) -> bool:
    return any(len(line) > _NARROW for line in text.splitlines())


def _output(output: dict[str, Any], cell: Cell, lang: str) -> str:
    kind = output["output_type"]
    if kind == "stream":
        return _pre("".join(output["text"]), output["name"], cell, lang)
    if kind == "error":
        shown = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
        return _pre(shown, "stderr", cell, lang)
    data = {
        mime: "".join(value)
        for mime, value in output["data"].items()
        if mime != "application/json" and not mime.endswith("+json")
    }
    for mime in ("text/html", "image/svg+xml"):
        if mime in data:
            body = _own_ids(re.sub(r"^\s*<\?xml.*?\?>|<!DOCTYPE.*?>", "", data[mime]), cell)
            return _scrolling(f'<div class="output html">{body}</div>', cell, lang)
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            words = escape(data.get("text/plain", cell.id), quote=True)
            return (
                f'<div class="output"><img alt="{words}" loading="lazy" '
                f'src="data:{mime};base64,{data[mime].strip()}"></div>'
            )
    return _pre(data.get("text/plain", ""), "result", cell, lang)


def _pre(text: str, name: str, cell: Cell, lang: str) -> str:
    if not text.strip():
        return ""
    wide = _wide(re.sub(r"\x1b\[[\d;]*m", "", text))
    reach = f" {_named_group(cell, lang)}" if wide else ""
    return f'<pre class="output {name}"{reach}>{ansi2html(text.rstrip())}</pre>'


def _scrolling(html: str, cell: Cell, lang: str) -> str:
    """Make a drawing or a table that may be wider than a phone reachable by keyboard."""
    html = html.replace('role="region"', 'role="group"')  # a page of landmarks has none
    html = re.sub(r'<div style="overflow-x: ?auto;?"', r'\g<0> tabindex="0"', html)
    html = re.sub(r"<pre(?![^>]*tabindex)", '<pre tabindex="0"', html)
    html = re.sub(r"<th[^>]*></th>", "<td></td>", html)  # a header of nothing is none
    html = html.replace("<table>", '<table class="plain">')
    if "tabindex" in html or not re.search(r"<(table|svg|pre)\b", html):
        return html
    return html.replace("<div", f"<div {_named_group(cell, lang)}", 1)


def _named_group(cell: Cell, lang: str) -> str:
    spoken = say(en=f"Output of cell {cell.id}", ko=f"{cell.id} 셀의 출력", lang=lang)
    return f'tabindex="0" role="group" aria-label="{spoken}"'


def _own_ids(html: str, cell: Cell) -> str:
    """Keep the ids inside an output apart from those of other outputs on the page."""
    for name in set(re.findall(r'\bid="([^"]+)"', html)):
        new = f"{cell.anchor}-{name}"
        html = re.sub(
            rf'\b(id|for|href|xlink:href)="(#?){re.escape(name)}"', rf'\1="\g<2>{new}"', html
        )
        html = html.replace(f"url(#{name})", f"url(#{new})")
        html = re.sub(
            rf'(aria-(?:labelledby|describedby|controls)="[^"]*?)(?<![\w-]){re.escape(name)}(?![\w-])',
            rf"\g<1>{new}",
            html,
        )
    return html
