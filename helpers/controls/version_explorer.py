"""The engine's words about itself: 2017 beside today, with a filter and an explanation a field."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from helpers.comparison import Comparison, Row, compare_info, compare_version
from helpers.controls.base import Control
from helpers.language import speaking


class VersionExplorer(Control):
    """Shows `docker version` and `docker info` of 2017 beside this engine's, field by field.

    Args:
        client: the course's client.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used.

    Example:
        >>> VersionExplorer(client)
    """

    title_en = "Version and info, 2017 and today"
    title_ko = "버전과 구동 환경, 2017년과 지금"

    def __init__(self, client: Any, *, lang: str | None = None) -> None:
        super().__init__(client, lang=lang)
        self.rows: tuple[Row, ...] = ()
        self.source = widgets.Dropdown(
            options=[("docker version", "version"), ("docker info", "info")],
            description=self.say(en="Answer", ko="대답"),
        )
        self.filter = widgets.Text(
            description=self.say(en="Filter", ko="거르기"),
            placeholder=self.say(en="driver, cgroup, …", ko="드라이버, cgroup, …"),
            continuous_update=True,
        )
        self.changed = widgets.Checkbox(
            description=self.say(en="only what changed", ko="달라진 것만"),
            indent=False,
            layout={"width": "auto"},
        )
        self.table = self.html()
        self.again = self.button(en="Ask again", ko="다시 묻기", press=self._ask)
        self.source.observe(lambda _: self.work(self._ask), "value")
        self.filter.observe(lambda _: self._draw(), "value")
        self.changed.observe(lambda _: self._draw(), "value")
        flow = {"flex_flow": "row wrap"}
        self.frame([
            widgets.HBox([self.source, self.again], layout=flow),
            widgets.HBox([self.filter, self.changed], layout=flow),
            self.table,
        ])  # fmt: skip
        try:
            with speaking(self.lang):
                self._ask()
        except Exception as error:  # noqa: BLE001 - no engine now: "Ask again" asks it later
            self.refused(error)

    def _ask(self) -> None:
        which = self.source.value
        self.show_press(f"docker {which}", f"GET /{which}")
        compare = compare_version if which == "version" else compare_info
        answer: Comparison = compare(self.client)
        self.rows = answer.rows
        self._draw()

    def refused(self, error: Exception) -> None:
        """Say the error, and show no rows: those of an earlier answer are not of this one."""
        self.rows = ()
        self._draw()
        super().refused(error)

    def chosen(self) -> list[Row]:
        """Choose the rows that fit the filter and the switch.

        Returns:
            The rows whose name, values or explanation hold the filter's words.
        """
        word = self.filter.value.strip().lower()
        return [
            row
            for row in self.rows
            if word in f"{row.field} {row.then} {row.now} {row.meaning}".lower()
            and not (self.changed.value and row.same)
        ]

    def _draw(self) -> None:
        rows = self.chosen()
        self.table.value = self._table(rows)
        self.status(
            self.say(
                en=f"{len(rows)} of {len(self.rows)} fields.",
                ko=f"{len(self.rows)}개 항목 가운데 {len(rows)}개입니다.",
            )
        )

    def _table(self, rows: list[Row]) -> str:
        head = "".join(
            f'<th scope="col">{escape(word)}</th>'
            for word in (
                self.say(en="Field", ko="항목"),
                "2017",
                self.say(en="This engine", ko="이 엔진"),
                self.say(en="What it means", ko="뜻"),
            )
        )
        body = "".join(
            f'<tr><th scope="row">{escape(row.field)}</th><td>{escape(row.then) or "–"}</td>'
            f"<td>{'= ' if row.same else ''}{escape(row.now) or '–'}</td>"
            f'<td style="font-family:inherit">{escape(row.meaning)}</td></tr>'
            for row in rows
        )
        return (
            f'<div style="overflow-x:auto;max-height:420px" tabindex="0" role="region" '
            f'aria-label="{escape(self.title)}"><table class="course-table">'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def snapshot_html(self) -> str:
        """Show what became of the fields of `docker version` in name and meaning only."""
        rows = [Row(r.field, r.then, "", r.meaning) for r in self.rows if r.then]
        return self._table(rows[:8])
