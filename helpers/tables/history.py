"""The table of ``docker history``."""

from __future__ import annotations

from docker.models.images import Image

from helpers.tables.table import Table
from helpers.tables.units import age, short_id, short_sums, shorten, size

HEADERS = ("IMAGE", "CREATED", "CREATED BY", "SIZE", "COMMENT")


def history(image: Image) -> Table:
    """How an image was made, the newest step first.

    Twin: ``docker history IMAGE``. A step with 0B wrote settings, or only a folder. ``<missing>``
    stands where the step has no image of its own on this engine.

    Args:
        image: as from ``client.images.get``.

    Returns:
        IMAGE, CREATED, CREATED BY (45 characters at most), SIZE, COMMENT.
    """
    return Table(
        HEADERS,
        [
            [
                short_id(step["Id"]),
                age(step["Created"]),
                shorten(short_sums(" ".join(step["CreatedBy"].split())), 45),
                size(step["Size"]),
                step["Comment"],
            ]
            for step in image.history()
        ],
    )
