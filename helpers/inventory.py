"""What an engine holds, as a picture that can be compared with a later one."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.engine import CourseClient

__all__ = ["Inventory", "inventory"]


@dataclass(frozen=True)
class Inventory:
    """Containers (with their state), images (with their names), volumes and networks."""

    containers: frozenset[str]
    images: frozenset[str]
    volumes: frozenset[str]
    networks: frozenset[str]

    def difference(self, later: Inventory) -> list[str]:
        """List what came and what went.

        Args:
            later: an inventory taken afterwards.

        Returns:
            Lines such as ``+ container test exited``; empty where both are equal.
        """
        lines = []
        for kind in ("containers", "images", "volumes", "networks"):
            before, after = getattr(self, kind), getattr(later, kind)
            lines += [f"- {kind[:-1]} {name}" for name in sorted(before - after)]
            lines += [f"+ {kind[:-1]} {name}" for name in sorted(after - before)]
        return lines


def inventory(client: CourseClient) -> Inventory:
    """Take stock of an engine (``docker ps -a``, ``images -a``, ``volume ls``, ``network ls``).

    Args:
        client: any client of the engine.

    Returns:
        What is there now.
    """
    containers = {
        f"{row['Names'][0].lstrip('/')} {row['Id'][:12]} {row['State']}"
        for row in client.api.containers(all=True)
    }
    images = {
        f"{image['Id']} {name}"
        for image in client.api.images(all=True)
        for name in (image.get("RepoTags") or []) + (image.get("RepoDigests") or []) + [""]
    }
    return Inventory(
        frozenset(containers),
        frozenset(images),
        frozenset(volume.name for volume in client.volumes.list()),
        frozenset(f"{network.name} {network.id[:12]}" for network in client.networks.list()),
    )
