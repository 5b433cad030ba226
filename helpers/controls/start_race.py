"""The start race: a process, a container and a virtual machine reach the same marker."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from helpers.controls.base import Control
from helpers.controls.checks import check_positive
from helpers.race import Race, Result, race

_COLOURS = {"process": "good", "container": "accent", "vm": "warn"}


class StartRace(Control):
    """Lets the three start side by side; bars show the seconds and the memory of each.

    Args:
        client: the course's client.
        rounds: how often each runs; the bars show the median.
        lang: "en" or "ko"; None is the learner's language.

    Raises:
        BadInput: an argument cannot be used ("rounds must be positive").

    Example:
        >>> StartRace(client)
    """

    title_en = "Start race"
    title_ko = "시작 경주"

    def __init__(self, client: Any, *, rounds: int = 3, lang: str | None = None) -> None:
        check_positive("rounds", rounds, lang)
        super().__init__(client, lang=lang)
        self.result: Race | None = None
        self.rounds = widgets.BoundedIntText(
            rounds, min=1, max=20, description=self.say(en="Rounds", ko="횟수")
        )
        self.go = self.button(en="Start", ko="출발", press=self._race)
        self.bars = self.html(self._bars())
        row = widgets.HBox([self.rounds, self.go], layout={"flex_flow": "row wrap"})
        self.frame([row, self.bars])

    def _race(self) -> None:
        self.go.disabled = True
        self.show_press("docker run --rm busybox:1.35 …", "POST /containers/create, …/start")
        self.status(self.say(en="They get ready …", ko="준비하고 있습니다 …"))
        rounds = self.rounds.value

        def told(number: int) -> None:
            if self.closing.is_set():
                raise InterruptedError("the control is closed")
            self.status(
                self.say(
                    en=f"Round {number} of {rounds}. The virtual machine takes some seconds …",
                    ko=f"{rounds}번 가운데 {number}번째입니다. 가상 머신은 몇 초가 걸립니다 …",
                )
            )

        try:
            self.result = race(self.client, rounds, told=told)
        finally:
            self.go.disabled = False
        self.bars.value = self._bars()
        order = " < ".join(self.result[runner].name for runner in self.result.ranking("median"))
        self.status(self.say(en=f"The order: {order}.", ko=f"순서: {order}."), "good")

    def _bars(self) -> str:
        if self.result is None:
            nothing = self.say(en="Nothing measured yet.", ko="아직 잰 것이 없습니다.")
            return f'<div class="course-soft">{nothing}</div>'
        times = [(r, r.median, f"{r.median:.3f} s") for r in self.result.results]
        memory = [
            (r, r.memory / 1e6, f"{r.memory / 1e6:.1f} MB")
            for r in self.result.results
            if r.memory is not None
        ]
        return (
            self._chart(self.say(en="Seconds to the marker", ko="표식까지 걸린 시간"), times)
            + self._chart(self.say(en="Memory", ko="메모리"), memory)
            + f'<div class="course-soft">{escape(self.result.note)}</div>'
        )

    def _chart(self, title: str, rows: list[tuple[Result, float, str]]) -> str:
        longest = max((value for _, value, _ in rows), default=1) or 1
        told = ", ".join(f"{result.name} {words}" for result, _, words in rows)
        lines = "".join(
            f'<div style="display:flex;align-items:center;gap:8px;margin:3px 0">'
            f'<span style="flex:0 0 8em">{escape(result.name)}</span>'
            f'<span style="flex:0 1 {max(0.5, 60 * value / longest):.1f}%;height:14px;'
            f'border-radius:3px;background:var(--course-{_COLOURS[result.runner]})"></span>'
            f"<span>{escape(words)}</span></div>"
            for result, value, words in rows
        )
        return (
            f'<div role="img" aria-label="{escape(f"{title}: {told}")}">'
            f"<strong>{escape(title)}</strong>{lines}</div>"
        )

    def snapshot_html(self) -> str:
        """Show the bars of the last race, or what the race is about."""
        about = self.say(
            en="A process, a container and a virtual machine start side by side, and each says "
            "when it is there.",
            ko="프로세스와 컨테이너와 가상 머신이 나란히 시작하고, 준비되면 저마다 알립니다.",
        )
        return f"<p>{about}</p>{self._bars() if self.result else ''}"
