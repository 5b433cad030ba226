"""The figures of `docker stats` as a chart: CPU, memory against its limit, network."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from html import escape
from typing import Any

from helpers.language import say

SAMPLES = 60
"""How many samples are kept and drawn, one a second."""

_WIDTH, _HEIGHT = 240, 56


@dataclass(frozen=True)
class Sample:
    """What a container uses at one moment, counted as `docker stats` does.

    Attributes:
        cpu: percent of one processor since the sample before; above 100 on several.
        memory: bytes in use, without the page cache that can be given back.
        limit: bytes that it may use.
        received: bytes received a second.
        sent: bytes sent a second.
    """

    cpu: float
    memory: int
    limit: int
    received: float
    sent: float


def sample(now: dict[str, Any], before: dict[str, Any] | None, seconds: float) -> Sample:
    """Count one sample out of two answers of `GET /containers/{id}/stats?one-shot=true`.

    Args:
        now: the later answer.
        before: the earlier one; None for the first, which has no rates yet.
        seconds: the time between them.

    Returns:
        The sample (Engine API, "Get container stats based on resource usage", names the formulas).
    """
    memory = now.get("memory_stats", {})
    parts = memory.get("stats", {})
    cache = parts.get("total_inactive_file", parts.get("inactive_file", 0))
    usage = memory.get("usage", 0)
    used = usage - cache if cache < usage else usage
    limit = memory.get("limit", 0)
    if before is None or seconds <= 0:
        return Sample(0, used, limit, 0, 0)
    busy = _cpu(now, "total_usage") - _cpu(before, "total_usage")
    whole = now["cpu_stats"].get("system_cpu_usage", 0) - before["cpu_stats"].get(
        "system_cpu_usage", 0
    )
    processors = now["cpu_stats"].get("online_cpus") or 1
    cpu = max(busy / whole * processors * 100, 0) if whole > 0 else 0
    rates = [
        max(_network(now, name) - _network(before, name), 0) / seconds
        for name in ("rx_bytes", "tx_bytes")
    ]
    return Sample(cpu, used, limit, *rates)


def _cpu(answer: dict[str, Any], name: str) -> int:
    return int(answer["cpu_stats"].get("cpu_usage", {}).get(name, 0))


def _network(answer: dict[str, Any], name: str) -> int:
    return sum(card.get(name, 0) for card in (answer.get("networks") or {}).values())


def size(count: float) -> str:
    """Write bytes as `docker stats` does: in powers of 1024."""
    for unit in ("B", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} GiB"


def chart(samples: deque[Sample], limited: bool, lang: str) -> str:
    """Draw the samples.

    Args:
        samples: the oldest first.
        limited: whether the container has a memory limit of its own.
        lang: "en" or "ko".

    Returns:
        Three small pictures with their last figures in words, some 4 kB.
    """
    last = samples[-1] if samples else Sample(0, 0, 0, 0, 0)
    own = (
        say(en=f"of {size(last.limit)}", ko=f"한도 {size(last.limit)}", lang=lang)
        if limited
        else say(en="no limit of its own", ko="자체 한도 없음", lang=lang)
    )
    memory_top = last.limit if limited else max([each.memory for each in samples] or [0]) * 1.25
    rates = [max(each.received, each.sent) for each in samples]
    cpu_top = max([100.0, *(each.cpu for each in samples)])
    figures = [
        (
            say(en="CPU", ko="CPU", lang=lang),
            f"{last.cpu:.1f} %",
            [([each.cpu for each in samples], "")],
            cpu_top,
        ),
        (
            say(en="Memory", ko="메모리", lang=lang),
            f"{size(last.memory)}, {own}",
            [([float(each.memory) for each in samples], "")],
            memory_top,
        ),
        (
            say(en="Network", ko="네트워크", lang=lang),
            say(
                en=f"in {size(last.received)}/s, out {size(last.sent)}/s (dashed)",
                ko=f"수신 {size(last.received)}/s, 송신 {size(last.sent)}/s(점선)",
                lang=lang,
            ),
            [([each.received for each in samples], ""), ([each.sent for each in samples], "5 3")],
            max([1024.0, *rates]) * 1.1,
        ),
    ]
    cells = "".join(_one(name, words, lines, top) for name, words, lines, top in figures)
    return f'<div style="display:flex;flex-wrap:wrap;gap:6px 18px">{cells}</div>'


def _one(name: str, words: str, lines: list[tuple[list[float], str]], top: float) -> str:
    drawn = []
    for values, dash in lines:
        points = " ".join(
            f"{_WIDTH - (len(values) - 1 - n) * _WIDTH / (SAMPLES - 1):.0f},"
            f"{_HEIGHT - 1 - min(value / top if top else 0, 1) * (_HEIGHT - 4):.1f}"
            for n, value in enumerate(values)
        )
        drawn.append(
            f'<polyline points="{points}" stroke-dasharray="{dash}" '
            'style="fill:none;stroke:var(--course-accent);stroke-width:1.8"/>'
        )
    return (
        f'<div><div><b>{escape(name)}</b> <span class="course-soft">{escape(words)}</span></div>'
        f'<svg width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(name)}: {escape(words)}"><rect width="{_WIDTH}" height="{_HEIGHT}" '
        f'rx="4" style="fill:var(--course-panel)"/>{"".join(drawn)}</svg></div>'
    )
