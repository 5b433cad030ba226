"""Draws a stack as SVG that follows the page's light and dark colours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from helpers.diagrams.stacks import STACKS, Layer, Stack
from helpers.errors import BadInput
from helpers.language import say

__all__ = ["Diagram", "stack"]

WIDTH, BOX, GAP, PAD, LINE = 680, 34, 8, 12, 22
"""Of the picture, a box's height, between boxes, inside a frame, a heading's height; in pixels."""

_LIGHT = "--app:#b7dcf5;--os:#d5ebc8;--kernel:#fbd9a1;--engine:#dccbf2;--hardware:#dcdcdc"
_DARK = "--app:#1d4d6e;--os:#33552a;--kernel:#7a4d0c;--engine:#53397a;--hardware:#4a4a4a"
_FONTS = '"Noto Sans KR","Noto Sans CJK KR","Apple SD Gothic Neo","Malgun Gothic",sans-serif'
_PLAIN = "body:not([data-md-color-scheme]):not([data-jp-theme-light]) .course-stack"
STYLE = f"""
.course-stack{{{_LIGHT};max-width:100%;height:auto;color:inherit}}
[data-md-color-scheme=slate] .course-stack,[data-jp-theme-light=false] .course-stack{{{_DARK}}}
@media (prefers-color-scheme:dark){{.course-stack:root,{_PLAIN}{{{_DARK}}}
.course-stack:root{{color:#eee}}}}
.course-stack text{{fill:currentColor;text-anchor:middle;font:14px {_FONTS}}}
.course-stack rect{{stroke:currentColor;stroke-width:1}}
.course-stack .frame{{fill:none;stroke-dasharray:5 3}}
.course-stack .title{{font-weight:bold;font-size:16px}}
""".strip()
"""Material marks dark pages with ``data-md-color-scheme``, JupyterLab with ``data-jp-theme-light``;
elsewhere the system's preference decides. Words and lines take the page's own text colour."""


@dataclass(frozen=True)
class Diagram:
    """A picture that a notebook shows; its text is what the picture says."""

    stack: Stack

    def __repr__(self) -> str:
        return f"{self.stack.title.text}. {self.stack.summary.text}"

    def _repr_html_(self) -> str:
        return self.svg()

    def svg(self) -> str:
        """The picture as one SVG element, in the learner's language."""
        drawing = _Drawing(self.stack)
        parts = drawing.draw()
        name, size = self.stack.name, f"{WIDTH} {drawing.bottom}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="course-stack" role="img" '
            f'lang="{say(en="en", ko="ko")}" aria-labelledby="{name}-title {name}-desc" '
            f'viewBox="0 0 {size}" width="{WIDTH}" height="{drawing.bottom}">'
            f'<title id="{name}-title">{escape(self.stack.title.text)}</title>'
            f'<desc id="{name}-desc">{escape(self.stack.summary.text)}</desc>'
            f"<style>{STYLE}</style>{''.join(parts)}</svg>"
        )


def stack(name: str) -> Diagram:
    """One of the three pictures, to be the last value of a cell.

    Args:
        name: ``"host-stack"``, ``"hypervisor-stack"`` or ``"container-stack"``.

    Raises:
        BadInput: there is no such picture.
    """
    if name not in STACKS:
        raise BadInput(
            say(en=f"There is no picture {name!r}.", ko=f"{name!r}: 없는 그림 이름입니다."),
            say(en=f"There are: {', '.join(STACKS)}.", ko=f"있는 이름: {', '.join(STACKS)}."),
            say(en="Choose one of these.", ko="이 가운데 하나를 고르십시오."),
        )
    return Diagram(STACKS[name])


class _Drawing:
    """Puts the boxes of a stack in their places, from top to bottom."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.bottom = 0

    def draw(self) -> list[str]:
        stack, inset = self.stack, PAD if self.stack.host else 0
        left, right = 1 + inset, WIDTH - 1 - inset
        parts = [_text(WIDTH / 2, 18, stack.title.text, "title")]
        y = 32
        host_top = y
        if stack.host_columns:
            y += LINE + GAP
        column_parts, y = self._columns(left, right, y)
        parts += column_parts
        hardware = len(stack.rows) - 1
        first = hardware - stack.host_rows
        for place, row in enumerate(stack.rows):
            if stack.host and place == first and not stack.host_columns:
                host_top = y
                y += LINE + GAP
            outer = stack.host is not None and place == hardware
            if outer:
                parts += _frame(1, WIDTH - 1, host_top, y + PAD - GAP, stack.host)
                y += PAD
            parts += _box(1 if outer else left, WIDTH - 1 if outer else right, y, row)
            y += BOX + GAP
        self.bottom = y
        return parts

    def _columns(self, left: float, right: float, top: float) -> tuple[list[str], int]:
        columns = self.stack.columns
        width = (right - left - GAP * (len(columns) - 1)) / len(columns)
        tallest = max(len(column) - 1 for column in columns)
        bottom = top + LINE + GAP + tallest * (BOX + GAP)
        parts: list[str] = []
        for number, (heading, *boxes) in enumerate(columns):
            begin = left + number * (width + GAP)
            parts += _frame(begin, begin + width, top, bottom, heading)
            y = bottom - len(boxes) * (BOX + GAP)
            for box in boxes:
                parts += _box(begin + GAP, begin + width - GAP, y, box)
                y += BOX + GAP
        return parts, int(bottom + GAP)


def _text(x: float, y: float, words: str, style: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return f'<text x="{x:g}" y="{y:g}"{named}>{escape(words)}</text>'


def _box(left: float, right: float, top: float, layer: Layer) -> list[str]:
    return [
        f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{BOX}" rx="4" '
        f'style="fill:var(--{layer.kind})"/>',
        _text((left + right) / 2, top + BOX / 2 + 5, layer.text),
    ]


def _frame(
    left: float, right: float, top: float, bottom: float, heading: Layer | None
) -> list[str]:
    words = [_text((left + right) / 2, top + LINE, heading.text)] if heading else []
    return [
        f'<rect class="frame" x="{left:g}" y="{top:g}" width="{right - left:g}" '
        f'height="{bottom - top:g}" rx="6"/>',
        *words,
    ]
