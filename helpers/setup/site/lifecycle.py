"""The lifecycle diagram of the site, drawn from the one table in :mod:`helpers.lifecycle`.

Here the picture and its controls are made; ``docs/overrides/assets/course.js`` lets a reader press
them, reading the same table from the page.
"""

from __future__ import annotations

import json
from html import escape

from helpers import lifecycle
from helpers.language import say

__all__ = ["figure"]

_PLACES = {
    "none": (90, 215),
    "created": (255, 80),
    "running": (455, 215),
    "paused": (670, 95),
    "exited": (455, 375),
    "restarting": (670, 325),
    "removing": (90, 80),
    "dead": (90, 375),
}
_HALF_WIDTH, _HALF_HEIGHT = 62, 23


def figure(lang: str) -> str:
    """Draw the live diagram.

    Args:
        lang: ``"en"`` or ``"ko"``.

    Returns:
        A ``<figure>``: the picture, a button for each command, the log, and the table as JSON.
    """
    table = lifecycle.as_json(lang)
    title = say(
        en="The states of a container and the commands between them",
        ko="컨테이너의 상태와 그 사이의 명령",
        lang=lang,
    )
    words = {
        "refused": say(
            en="The engine refuses this in the state", ko="엔진이 거절합니다. 지금 상태:", lang=lang
        ),
        "unchanged": say(
            en="The engine accepts this and does nothing (304). State:",
            ko="엔진이 받아들이지만 아무것도 하지 않습니다(304). 지금 상태:",
            lang=lang,
        ),
        "events": say(en="events", ko="이벤트", lang=lang),
        "none": _name("none", lang),
    }
    data = json.dumps({**table, "words": words}, ensure_ascii=False).replace("</", "<\\/")
    now = say(en="State", ko="상태", lang=lang)
    press = say(
        en="Press a command and see where it leads.",
        ko="명령을 눌러 어디로 가는지 보십시오.",
        lang=lang,
    )
    log = say(en="What happened", ko="일어난 일", lang=lang)
    again = say(en="Begin again", ko="처음으로", lang=lang)
    meaning = lifecycle.state("none")
    return f"""
<figure class="lifecycle" data-search-exclude>
<div class="scroll" tabindex="0" role="region" aria-label="{title}">{_picture(title, lang)}</div>
<p class="now" aria-live="polite">{now}: <strong class="state">{_name("none", lang)}</strong>
<span class="meaning">{escape(say(en=meaning.en, ko=meaning.ko, lang=lang))}</span></p>
<figcaption>{press}</figcaption>
<div class="commands" role="group" aria-label="{press}">{_buttons(lang)}
<button type="button" class="again">{again}</button></div>
<ol class="log" aria-label="{log}" aria-live="polite"></ol>
<script type="application/json">{data}</script>
</figure>"""


def _name(state: str, lang: str) -> str:
    return say(en="no container", ko="컨테이너 없음", lang=lang) if state == "none" else state


def _buttons(lang: str) -> str:
    made = []
    for command in lifecycle.COMMANDS:
        targets = [
            row.target
            for row in lifecycle.TRANSITIONS
            if row.command == command.name and command.name == "end"
        ] or [""]
        for target in targets:
            label = command.name if command.docker else say(en=command.en, ko=command.ko, lang=lang)
            if target:
                label += f" → {target}"
            made.append(
                f'<button type="button" data-command="{command.name}" data-target="{target}">'
                f"{escape(label)}</button>"
            )
    return "".join(made)


def _picture(title: str, lang: str) -> str:
    edges: dict[tuple[str, str], list[str]] = {}
    for row in lifecycle.TRANSITIONS:
        for source in row.sources:
            names = edges.setdefault((source, row.leads_to(source)), [])
            if row.command not in names:
                names.append(row.command)
    lines = "".join(_edge(*ends, names, lang) for ends, names in edges.items())
    boxes = "".join(_box(state.name, lang) for state in lifecycle.STATES)
    return f"""<svg viewBox="0 0 760 460" width="760" height="460" role="img" aria-label="{title}">
<defs><marker id="lifecycle-tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7"
markerHeight="7" orient="auto-start-reverse">
<path d="M0 0L10 5L0 10z" fill="context-stroke"/></marker></defs>
{lines}{boxes}</svg>"""


def _box(state: str, lang: str) -> str:
    x, y = _PLACES[state]
    here = " here" if state == "none" else ""
    return (
        f'<g class="box{here}" data-state="{state}"><rect x="{x - _HALF_WIDTH}" '
        f'y="{y - _HALF_HEIGHT}" width="{2 * _HALF_WIDTH}" height="{2 * _HALF_HEIGHT}" rx="9"/>'
        f'<text x="{x}" y="{y + 5}">{_name(state, lang)}</text></g>'
    )


def _edge(source: str, target: str, commands: list[str], lang: str) -> str:
    """One curve, with the names of its commands at its middle."""
    names = [name for name in commands if lifecycle.command(name).docker]
    spoken = " · ".join(names) or lifecycle.command(commands[0]).name
    (x1, y1), (x2, y2) = _PLACES[source], _PLACES[target]
    if source == target:
        side = 1 if y1 > _PLACES["running"][1] else -1  # below the lower boxes, above the others
        y, far = y1 + side * _HALF_HEIGHT, y1 + side * (_HALF_HEIGHT + 48)
        path = f"M{x1 - 22} {y}C{x1 - 40} {far} {x1 + 40} {far} {x1 + 22} {y}"
        label = (x1, y1 + side * (_HALF_HEIGHT + 42) + (side + 1) * 4)
    else:
        length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
        aside_x, aside_y = -(y2 - y1) / length * 26, (x2 - x1) / length * 26
        start, end = _border(x1, y1, x2, y2), _border(x2, y2, x1, y1)
        middle = ((x1 + x2) / 2 + aside_x, (y1 + y2) / 2 + aside_y)
        path = f"M{_at(start)}Q{_at(middle)} {_at(end)}"
        label = ((x1 + x2) / 2 + aside_x * 0.6, (y1 + y2) / 2 + aside_y * 0.6 + 4)
    return (
        f'<g class="edge" data-from="{source}" data-to="{target}" '
        f'data-commands="{"|".join(commands)}"><path class="reach" d="{path}"/>'
        f'<path class="line" d="{path}" marker-end="url(#lifecycle-tip)"/>'
        f'<text x="{label[0]:.0f}" y="{label[1]:.0f}">{escape(spoken)}</text></g>'
    )


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"


def _border(x: float, y: float, to_x: float, to_y: float) -> tuple[float, float]:
    """Where the line from a box's middle leaves the box."""
    dx, dy = to_x - x, to_y - y
    part = min(
        (_HALF_WIDTH + 4) / abs(dx) if dx else 9.0, (_HALF_HEIGHT + 4) / abs(dy) if dy else 9.0
    )
    return x + dx * part, y + dy * part
