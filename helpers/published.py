"""Reaches a container from outside, through a port that the engine published for it."""

from __future__ import annotations

import time
from http.client import HTTPException
from urllib.request import ProxyHandler, build_opener

from docker.models.containers import Container

from helpers.errors import CourseError, explain
from helpers.language import say

__all__ = ["fetch"]

_SECONDS = 60
_PAUSE = 0.1
_direct = build_opener(ProxyHandler({}))


def fetch(container: Container, port: str, path: str = "/") -> str:
    """Get a page from a container's web server, at the address where the engine published it.

    Twin: ``docker port NAME 8080/tcp``, then ``curl http://127.0.0.1:PORT/``.

    Args:
        container: a running one.
        port: the port inside, such as ``"8080/tcp"``.
        path: the page.

    Returns:
        The page's text. A server that is still starting is asked again for 60 seconds.

    Raises:
        CourseError: the port is not published, or nothing answers there.
    """
    container.reload()
    bindings = container.ports.get(port)
    if not bindings:
        raise CourseError(
            say(
                en=f"Port {port} of {container.name} is not published.",
                ko=f"컨테이너 {container.name}, 포트 {port}: 밖으로 공개되어 있지 않습니다.",
            ),
            say(
                en=f"The container is {container.status}.",
                ko=f"컨테이너의 상태: {container.status}.",
            ),
            say(
                en="Publish it when you create the container (ports=..., docker run -p).",
                ko="컨테이너를 만들 때 포트를 공개하고(ports=..., docker run -p) 시작하십시오.",
            ),
        )
    address = f"http://{bindings[0]['HostIp']}:{bindings[0]['HostPort']}{path}"
    end = time.monotonic() + _SECONDS
    while True:
        try:
            with _direct.open(address, timeout=_SECONDS) as page:
                return str(page.read().decode("utf-8", "replace"))
        except (OSError, HTTPException) as error:
            if time.monotonic() > end:
                raise CourseError(
                    say(
                        en=f"Nothing answers at {address}.", ko=f"{address} 주소가 답하지 않습니다."
                    ),
                    explain(error),
                    say(
                        en="Look at the container's log; a remote engine publishes on its own "
                        "machine.",
                        ko="컨테이너의 로그를 보십시오. 멀리 있는 엔진은 그쪽 컴퓨터에 포트를 "
                        "공개합니다.",
                    ),
                ) from error
            time.sleep(_PAUSE)
