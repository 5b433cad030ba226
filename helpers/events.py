"""Reads back what the engine told of a container in its event stream."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from docker import DockerClient
from docker.models.containers import Container

from helpers.errors import CourseError
from helpers.language import say
from helpers.lifecycle import in_order

__all__ = ["Event", "Events", "events_of", "now", "watch"]

_TOLD = ("exitCode", "signal", "oldName")
"""The attributes of an event that a line shows: they are the same in every run."""


@dataclass(frozen=True)
class Event:
    """One thing that happened to a container.

    Attributes:
        action: ``"create"``, ``"start"``, ``"die"`` …; of ``exec_start: ls`` only ``"exec_start"``.
        attributes: what the engine tells of it, such as ``{"exitCode": "137"}``.
        time: when, in seconds since 1970 by the engine's clock.
    """

    action: str
    attributes: dict[str, str]
    time: float

    def __str__(self) -> str:
        told = [f"{name}={self.attributes[name]}" for name in _TOLD if name in self.attributes]
        return " ".join([self.action, *told])


class Events(list[Event]):
    """Events in the engine's order; shown one a line."""

    @property
    def actions(self) -> list[str]:
        """The actions alone."""
        return [event.action for event in self]

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or say(en="(no event)", ko="(이벤트 없음)")


def now(client: DockerClient) -> str:
    """Ask the engine what time it is, by its own clock.

    Twin: ``docker info --format '{{.SystemTime}}'``.

    Args:
        client: a client of that engine.

    Returns:
        Seconds since 1970 and nanoseconds (``"1767225600.000000001"``), as the API's ``since`` and
        ``until`` take them.
    """
    told = client.info()["SystemTime"]
    match = re.fullmatch(r"(.+?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)", told)
    if match is None:
        raise ValueError(f"not a time as RFC 3339 writes it: {told!r}")
    second, fraction, zone = match.groups()
    whole = datetime.fromisoformat(second + zone.replace("Z", "+00:00"))
    return f"{int(whole.timestamp())}.{(fraction or '').ljust(9, '0')[:9]}"


def events_of(
    client: DockerClient, container: Container | str, since: str, until: str | None = None
) -> Events:
    """Read a container's events back; the engine keeps the last few hundred of all.

    Twin: ``docker events --filter type=container --filter container=NAME --since … --until …``.

    Args:
        client: a client of the engine.
        container: the container, or its name; a name finds also one that is gone again.
        since: from when, as :func:`now` gave it.
        until: up to when, likewise; left out, up to now.

    Returns:
        The events, the oldest first; ``die`` before ``stop`` (:func:`helpers.lifecycle.in_order`).
    """
    name = container if isinstance(container, str) else container.id
    stream: Iterator[dict[str, Any]] = client.api.events(
        since=since,
        until=until or now(client),
        filters={"type": "container", "container": name},
        decode=True,
    )
    events = [
        Event(
            action=each["Action"].split(":")[0],
            attributes=dict(each["Actor"]["Attributes"]),
            time=each["timeNano"] / 1e9,
        )
        for each in stream
    ]
    return Events(in_order(events, lambda event: event.action))


@contextmanager
def watch(
    client: DockerClient,
    container: Container | str,
    until: str | None = None,
    seconds: float = 60,
) -> Iterator[Events]:
    """Collect a container's events while a block runs.

    Twin: ``docker events --filter container=NAME`` in a second terminal.

    Args:
        client: a client of the engine.
        container: the container, or its name where it is not made yet.
        until: wait at the block's end for an event with this action. A process that ends, by
            itself or by ``stop`` or ``kill``, is told of by a ``"die"`` that may come late.
        seconds: for how long at most.

    Returns:
        For ``with … as events``: filled when the block ends.

    Raises:
        CourseError: the awaited event did not come in time.
    """
    since, events = now(client), Events()
    yield events
    end = time.monotonic() + seconds
    events[:] = events_of(client, container, since)
    while until is not None and until not in events.actions:
        if time.monotonic() > end:
            raise CourseError(
                say(
                    en=f"The engine told of no event {until!r} within {seconds:g} seconds.",
                    ko=f"{seconds:g}초 안에 엔진이 {until!r} 이벤트를 알리지 않았습니다.",
                ),
                say(en=f"It told of: {events.actions}.", ko=f"알린 이벤트: {events.actions}."),
                say(
                    en="Look at the container with docker ps -a.",
                    ko="docker ps -a 명령으로 컨테이너를 살펴보십시오.",
                ),
            )
        time.sleep(0.05)
        events[:] = events_of(client, container, since)
