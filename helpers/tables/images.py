"""The table of ``docker images``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docker import DockerClient

from helpers.tables.table import Table
from helpers.tables.units import age, short_id, size

NONE = "<none>"


def images(client: DockerClient, *names: str, digests: bool = False) -> Table:
    """The images on the engine, one row for each tag, sorted by name and tag.

    Twin: ``docker images``, ``docker images NAME``, ``docker images --digests``. Clients of
    Engine 29 print other columns by default; these are those of ``--format table``.

    Args:
        client: whose engine is asked.
        names: only images of these names or references (``debian``, ``debian:bookworm*``);
            none means all.
        digests: show the DIGEST column too.

    Returns:
        REPOSITORY, TAG, (DIGEST,) IMAGE ID, CREATED, SIZE.
    """
    filters = {"reference": list(names)} if names else {}
    listed: list[dict[str, Any]] = client.api.images(filters=filters)
    if digests:  # With a name to filter by, the list leaves digests out.
        for image in listed:
            image["RepoDigests"] = client.api.inspect_image(image["Id"]).get("RepoDigests")
    rows = sorted(row for image in listed for row in _rows(image, digests))
    headers = ["REPOSITORY", "TAG", *(["DIGEST"] if digests else []), "IMAGE ID", "CREATED", "SIZE"]
    return Table(headers, rows)


def _rows(image: Mapping[str, Any], digests: bool) -> Iterator[list[str]]:
    known = dict(digest.rsplit("@", 1) for digest in image.get("RepoDigests") or [])
    tags = [tag for tag in image.get("RepoTags") or [] if tag != f"{NONE}:{NONE}"]
    untagged = next(iter(known), NONE)
    for tag in tags or [f"{untagged}:{NONE}"]:
        repository, _, name = tag.rpartition(":")
        digest = [known.get(repository, NONE)] if digests else []
        created, bytes_ = age(image["Created"]), size(image["Size"])
        yield [repository, name, *digest, short_id(image["Id"]), created, bytes_]
