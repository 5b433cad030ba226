"""The bridge that the private engine's containers are on: its own name, its own addresses."""

from __future__ import annotations

import ipaddress
import json
import subprocess

from helpers.errors import EngineNotFound
from helpers.language import say
from helpers.own import processes
from helpers.own.place import Place, State

__all__ = ["make_bridge", "remove_bridges"]


def _ip(*words: str) -> str:
    """Run iproute2's ``ip``; its complaint becomes the course's error."""
    tool = processes.program("ip")
    if tool is None:
        raise EngineNotFound(
            say(en="There is no ip command here.", ko="여기에 ip 명령이 없습니다."),
            "",
            say(
                en="Install it: sudo apt-get install iproute2.",
                ko="설치하십시오: sudo apt-get install iproute2.",
            ),
        )
    done = subprocess.run([tool, *words], capture_output=True, text=True)
    if done.returncode:
        raise EngineNotFound(
            say(
                en=f"The engine's network could not be made: {done.stderr.strip()}.",
                ko=f"엔진의 네트워크를 만들지 못했습니다: {done.stderr.strip()}.",
            ),
            "",
            say(
                en="A private engine needs root (and CAP_NET_ADMIN in a container). "
                "Run it as root, or start an engine of your own and set DOCKER_HOST.",
                ko="전용 엔진에는 root 권한이(컨테이너 안에서는 CAP_NET_ADMIN도) 필요합니다. "
                "root로 실행하거나, 다른 엔진을 시작하고 DOCKER_HOST를 정하십시오.",
            ),
        )
    return done.stdout


def _addresses() -> list[tuple[str, ipaddress.IPv4Interface]]:
    """List the machine's interfaces with their IPv4 addresses."""
    return [
        (link["ifname"], ipaddress.IPv4Interface(f"{row['local']}/{row['prefixlen']}"))
        for link in json.loads(_ip("-json", "-4", "address") or "[]")
        for row in link.get("addr_info", [])
        if "local" in row
    ]


def _taken() -> list[ipaddress.IPv4Network]:
    """List the networks that the machine is on or has a route to, the default route left out."""
    routes = [
        ipaddress.IPv4Network(route["dst"])
        for route in json.loads(_ip("-json", "-4", "route", "show", "table", "all") or "[]")
        if route["dst"] != "default" and route.get("type") not in ("local", "broadcast")
    ]
    return routes + [address.network for _, address in _addresses()]


def make_bridge(where: Place, state: State) -> None:
    """Make the bridge (``ip link add NAME type bridge``) unless it is there, on a free subnet.

    Args:
        where: whose bridge; name and first choice of subnet follow from it.
        state: takes the block of addresses ("10.201.0.0/16"): the bridge is on its first 256,
            networks that learners make are cut from its second half.

    Raises:
        EngineNotFound: the machine refuses, or no block of 10.0.0.0/8 is free.
    """
    if state.subnet and any(name == where.bridge for name, _ in _addresses()):
        return
    remove_bridges(where)
    taken = _taken()
    blocks = list(ipaddress.IPv4Network("10.0.0.0/8").subnets(new_prefix=16))
    first = int(where.name, 16) % len(blocks)
    free = (b for b in blocks[first:] + blocks[:first] if not any(b.overlaps(t) for t in taken))
    block = next(free, None)
    if block is None:
        raise EngineNotFound(
            say(
                en="No part of 10.0.0.0/8 is free for the engine's containers.",
                ko="10.0.0.0/8에 엔진의 컨테이너가 쓸 빈 주소가 없습니다.",
            ),
            "",
            say(
                en="Start an engine of your own and set DOCKER_HOST.",
                ko="다른 엔진을 시작하고 DOCKER_HOST를 정하십시오.",
            ),
        )
    state.subnet = str(block)
    _ip("link", "add", where.bridge, "type", "bridge")
    _ip("address", "add", f"{block[1]}/24", "dev", where.bridge)
    _ip("link", "set", where.bridge, "up")


def remove_bridges(where: Place) -> None:
    """Remove the bridge, and those that the daemon left of networks in the engine's block.

    Args:
        where: whose bridge; the block is read off the bridge's own address.
    """
    shown = _ip("-json", "link", "show", "type", "bridge")
    links = {link["ifname"] for link in json.loads(shown or "[]")}
    addresses = [(name, address) for name, address in _addresses() if name in links]
    blocks = [
        ipaddress.IPv4Network(f"{address.ip}/16", strict=False)
        for name, address in addresses
        if name == where.bridge
    ]
    ours = {where.bridge} & links
    for name, address in addresses:
        if name.startswith("br-") and any(address.ip in block for block in blocks):
            ours.add(name)
    for name in sorted(ours):
        _ip("link", "delete", name)
