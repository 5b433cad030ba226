"""The diagram of a container's life, drawn from `helpers.lifecycle`'s table."""

from __future__ import annotations

from html import escape

from helpers import lifecycle
from helpers.language import say

PLACES = {
    lifecycle.NONE: (75, 165),
    "created": (250, 85),
    "running": (480, 85),
    "paused": (735, 85),
    "exited": (480, 245),
}
"""The states that a container without a restart policy goes through, and where they stand."""

DRAWN = ("create", "start", "pause", "unpause", "stop", "kill", "restart", "rm", "end")
"""The commands whose edges are drawn: those with a button, and the process ending by itself."""

_WIDTH, _HEIGHT = 114, 46

_PATHS = {
    (lifecycle.NONE, "created"): ("M75 142 Q90 85 185 85", "middle", 108, 88),
    ("created", lifecycle.NONE): ("M250 108 Q240 165 140 165", "middle", 232, 162),
    ("created", "running"): ("M307 85 L415 85", "middle", 361, 77),
    ("running", "running"): ("M450 62 C440 20 520 20 511 55", "middle", 480, 22),
    ("running", "paused"): ("M537 75 L670 75", "middle", 606, 67),
    ("paused", "running"): ("M678 95 L545 95", "middle", 611, 112),
    ("running", "exited"): ("M462 108 L462 214", "end", 454, 166),
    ("exited", "running"): ("M498 222 L498 116", "start", 506, 166),
    ("paused", "exited"): ("M735 108 Q735 245 545 245", "start", 706, 218),
    ("exited", lifecycle.NONE): ("M423 245 Q75 255 75 196", "middle", 220, 240),
}

_GLOSSES = {
    lifecycle.NONE: ("no container", "컨테이너 없음"),
    "created": ("created", "생성됨"),
    "running": ("running", "실행 중"),
    "paused": ("paused", "일시 정지"),
    "exited": ("exited", "종료됨"),
}


def gloss(state: str, lang: str) -> str:
    """Name a state in the learner's language, the API's own name in front where they differ."""
    en, ko = _GLOSSES.get(state, (state, state))
    if lang == "en" or en == ko:
        return en
    return ko if state == lifecycle.NONE else f"{state} ({ko})"


def edges() -> dict[tuple[str, str], list[str]]:
    """Gather the commands of each drawn edge.

    Returns:
        ``{("created", "running"): ["start", "restart"], ...}``, every edge of the table between the
        drawn states by the drawn commands.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for row in lifecycle.TRANSITIONS:
        for source in row.sources:
            target = row.leads_to(source)
            if row.command in DRAWN and source in PLACES and target in PLACES:
                found.setdefault((source, target), []).append(row.command)
    return found


def in_words(state: str, last: tuple[str, str, str] | None, lang: str) -> str:
    """Say what the diagram shows.

    Args:
        state: the present state, as the API names it.
        last: the last transition as (from, to, command); None for none.
        lang: "en" or "ko".
    """
    told = say(
        en=f"State: {gloss(state, lang)}.", ko=f"현재 상태: {gloss(state, lang)}.", lang=lang
    )
    if last:
        told += say(
            en=f" Last: {last[2]}, from {gloss(last[0], lang)} to {gloss(last[1], lang)}.",
            ko=f" 마지막 전이: {last[2]}, {gloss(last[0], lang)} → {gloss(last[1], lang)}.",
            lang=lang,
        )
    return told


def picture(state: str, last: tuple[str, str, str] | None, lang: str, mark: str) -> str:
    """Draw the diagram.

    Args:
        state: the present state, as the API names it; it is filled and marked with a dot.
        last: the last transition as (from, to, command), drawn bold; None for none.
        lang: "en" or "ko".
        mark: a word that tells this drawing's arrow heads from another's on the same page.

    Returns:
        An SVG element of some 5 kB, described in words for a screen reader.
    """
    lines = [_edge(pair, commands, last, lang, mark) for pair, commands in sorted(edges().items())]
    nodes = [_node(name, name == state, lang) for name in PLACES]
    return (
        f'<svg viewBox="0 0 810 290" role="img" aria-label="{escape(in_words(state, last, lang))}" '
        'style="width:100%;max-width:810px;height:auto;display:block" '
        'font-family="var(--jp-ui-font-family,sans-serif)">'
        f"<defs>{_head(mark, 'line', 'var(--course-soft)')}"
        f"{_head(mark, 'lit', 'var(--course-accent)')}</defs>"
        f"{''.join(lines)}{''.join(nodes)}</svg>"
    )


def _head(mark: str, kind: str, colour: str) -> str:
    return (
        f'<marker id="{mark}-{kind}" viewBox="0 0 8 8" refX="1" refY="4" '
        f'markerUnits="userSpaceOnUse" markerWidth="9" markerHeight="9" '
        f'orient="auto"><path d="M0 0L8 4L0 8z" '
        f'style="fill:{colour}"/></marker>'
    )


def _edge(
    pair: tuple[str, str],
    commands: list[str],
    last: tuple[str, str, str] | None,
    lang: str,
    mark: str,
) -> str:
    path, anchor, x, y = _PATHS[pair]
    lit = last is not None and last[:2] == pair
    kind, colour, width = (
        ("lit", "var(--course-accent)", 3) if lit else ("line", "var(--course-soft)", 1.2)
    )
    words = []
    for command in commands:
        chosen = lit and last is not None and last[2] == command
        weight = ' font-weight="700" text-decoration="underline"' if chosen else ""
        words.append(f"<tspan{weight}>{escape(_word(command, lang))}</tspan>")
    fill = "var(--course-accent)" if lit else "var(--course-soft)"
    return (
        f'<path d="{path}" style="fill:none;stroke:{colour};stroke-width:{width}" '
        f'marker-end="url(#{mark}-{kind})"/>'
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="12" style="fill:{fill}">'
        f"{'<tspan> · </tspan>'.join(words)}</text>"
    )


def _word(command: str, lang: str) -> str:
    return say(en="(it ends)", ko="(스스로 끝남)", lang=lang) if command == "end" else command


def _node(name: str, here: bool, lang: str) -> str:
    x, y = PLACES[name]
    dash = ' stroke-dasharray="5 4"' if name == lifecycle.NONE else ""
    look = (
        "fill:var(--course-accent);stroke:var(--course-accent);stroke-width:2"
        if here
        else "fill:var(--course-panel);stroke:var(--course-soft);stroke-width:1.2"
    )
    ink = "var(--course-bg)" if here else "var(--course-fg)"
    en, ko = _GLOSSES[name]
    rows = [en] if lang == "en" else [ko] if name == lifecycle.NONE else [name, ko]
    if here:
        rows[0] = f"● {rows[0]}"
    top = y + 5 - 8 * (len(rows) - 1)
    text = "".join(
        f'<text x="{x}" y="{top + 17 * n}" text-anchor="middle" font-size="{14 if n == 0 else 12}" '
        f'font-weight="{600 if n == 0 else 400}" style="fill:{ink}">{escape(row)}</text>'
        for n, row in enumerate(rows)
    )
    return (
        f'<rect x="{x - _WIDTH // 2}" y="{y - _HEIGHT // 2}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'rx="10"{dash} style="{look}"/>{text}'
    )
