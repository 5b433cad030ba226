"""The table of ``docker search``."""

from __future__ import annotations

from docker import DockerClient

from helpers.tables.table import Table
from helpers.tables.units import shorten

HEADERS = ("NAME", "DESCRIPTION", "STARS", "OFFICIAL")


def search(client: DockerClient, term: str, limit: int = 25) -> Table:
    """Repositories whose name or description fits a word, the most starred first,
    else in the index's own order.

    Twin: ``docker search --limit 25 TERM``. The engine asks Docker Hub, or the registry that the
    term begins with (``127.0.0.1:5055/debian``). AUTOMATED, a column of 2017, is gone.

    Args:
        client: whose engine is asked.
        term: what to look for.
        limit: rows at most, 1 to 100.

    Returns:
        NAME, DESCRIPTION (45 characters at most), STARS, OFFICIAL.

    Raises:
        docker.errors.APIError: the index can't be reached, or the term is empty.
    """
    found = client.images.search(term, limit=limit)[:limit]
    found.sort(key=lambda hit: -hit["star_count"])
    return Table(
        HEADERS,
        [
            [
                hit["name"],
                shorten(" ".join(hit["description"].split()), 45),
                str(hit["star_count"]),
                "[OK]" if hit["is_official"] else "",
            ]
            for hit in found
        ],
    )
