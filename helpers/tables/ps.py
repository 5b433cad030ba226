"""The table of ``docker ps``, for one lesson's containers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from helpers.labelled import labels_of
from helpers.tables.table import Table
from helpers.tables.units import age, short_id, shorten

if TYPE_CHECKING:
    from helpers.engine import CourseClient

HEADERS = ("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES")


def ps(client: CourseClient, all: bool = False) -> Table:
    """The containers that this lesson made, the newest first; nobody else's are shown.

    Twin: ``docker ps --filter label=lesson=05``, with ``all`` also ``-a``.

    Args:
        client: the lesson's client, from ``begin``.
        all: containers that are not running too.

    Returns:
        CONTAINER ID, IMAGE, COMMAND, CREATED, STATUS, PORTS, NAMES.
    """
    labels = [f"{name}={value}" for name, value in labels_of(client.lesson).items()]
    listed = client.api.containers(all=all, filters={"label": labels})
    return Table(HEADERS, [_row(container) for container in listed])


def _row(container: Mapping[str, Any]) -> list[str]:
    image, image_id = container["Image"], container.get("ImageID", "")
    by_id = short_id(image) == short_id(image_id)
    return [
        short_id(container["Id"]),
        short_id(image) if by_id else image,
        json.dumps(shorten(container["Command"], 20), ensure_ascii=False),
        age(container["Created"]),
        container["Status"],
        ", ".join(sorted({_port(port) for port in container.get("Ports") or []})),
        ",".join(name[1:] for name in container["Names"] if "/" not in name[1:]),
    ]


def _port(port: Mapping[str, Any]) -> str:
    inside = f"{port['PrivatePort']}/{port['Type']}"
    if "PublicPort" not in port:
        return inside
    address = port.get("IP", "")
    address = f"[{address}]" if ":" in address else address
    return f"{address}:{port['PublicPort']}->{inside}"
