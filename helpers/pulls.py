"""A pull as the engine tells it: each layer's way, the digest, and an error for what it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from docker.errors import APIError, ImageNotFound

from helpers import own
from helpers.engine import CourseClient
from helpers.errors import CourseError, ImageUnavailable, explain
from helpers.images import present
from helpers.language import say
from helpers.layer_lines import LayerLines
from helpers.registry import search_prefix

__all__ = ["Pulled", "full_reference", "pull"]

_DONE = {words: words for words in ("Pull complete", "Already exists")}


@dataclass
class Pulled:
    """What the engine told during a pull.

    Attributes:
        reference: what was pulled, such as ``debian:bookworm``.
        layers: each layer's short id, with the states that it went through, in order.
        lines: what concerns the whole image: from where, digest, status.
    """

    reference: str
    layers: dict[str, list[str]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The image's digest, ``sha256:…``."""
        return next(line.split(" ", 1)[1] for line in self.lines if line.startswith("Digest: "))

    def __repr__(self) -> str:
        layers = [f"{layer}: {states[-1]}" for layer, states in self.layers.items()]
        return "\n".join([*self.lines[:1], *layers, *self.lines[1:]])


def full_reference(name: str) -> str:
    """Write out what a short image name stands for.

    ``docker pull debian`` means ``docker.io/library/debian:latest``: the registry is Docker Hub,
    the namespace that of the official images, the tag ``latest`` (distribution/reference,
    ``normalize.go``).

    Args:
        name: with or without registry, namespace, and tag or digest.

    Returns:
        Registry, namespace, name, and tag or digest.
    """
    first, slash, _ = name.partition("/")
    if not slash:
        name = f"docker.io/library/{name}"
    elif not ("." in first or ":" in first or first == "localhost"):
        name = f"docker.io/{name}"
    return name if "@" in name or ":" in name.rsplit("/", 1)[-1] else f"{name}:latest"


def pull(client: CourseClient, repository: str, tag: str | None = None) -> Pulled:
    """Pull an image; print what becomes of each layer while it does, and keep it.

    Twin: ``docker pull REPOSITORY:TAG``

    docker-py's ``images.pull`` does the same, but takes an error in the middle of the pull for a
    missing image; here the error is read where it comes. Where the engine has another image under
    that tag, it keeps it: the registry's is pulled by its digest. An engine that reaches neither
    Docker Hub nor a mirror pulls from the course's registry, and says so.

    Args:
        client: the course's client.
        repository: the image's name, such as ``debian``, or with a registry before it.
        tag: the tag, or a digest ``sha256:…``; left out, ``latest``.

    Returns:
        The story of the pull; printed, it looks like the command's output at its end.

    Raises:
        ImageUnavailable: the engine could not get the image; its own words stand in the state.
    """
    if tag is None:
        print("Using default tag: latest")
    tag = _sparing(client, repository, tag or "latest")
    try:
        return _stream(client, repository, tag)
    except ImageUnavailable:
        elsewhere = _in_the_course_registry(client, repository)
        if not elsewhere:
            raise
    print(
        say(
            en=f"Docker Hub does not answer this engine. From the course's registry: {elsewhere}",
            ko="Docker Hub가 이 엔진에 대답하지 않습니다. "
            f"이 과정의 레지스트리에서 받습니다: {elsewhere}",
        )
    )
    pulled = _stream(client, elsewhere, tag)
    if not tag.startswith("sha256:") and not present(client, f"{repository}:{tag}"):
        client.api.tag(pulled.reference, repository, tag)
    return pulled


def _sparing(client: CourseClient, repository: str, tag: str) -> str:
    """Give the tag, or the digest behind it where a pull would take the tag off another image."""
    if tag.startswith("sha256:") or not present(client, f"{repository}:{tag}"):
        return tag
    try:
        there = str(client.images.get_registry_data(f"{repository}:{tag}").id)
    except APIError:
        return tag
    here = client.images.get(f"{repository}:{tag}").attrs.get("RepoDigests") or []
    if any(digest.endswith(f"@{there}") for digest in here):
        return tag
    print(
        say(
            en=f"The engine has another image as {repository}:{tag}. It stays; "
            "the registry's is pulled by its digest.",
            ko=f"이 엔진에는 다른 이미지가 {repository}:{tag} 이름으로 있습니다. "
            "그 이미지는 그대로 두고 레지스트리의 이미지를 다이제스트로 받습니다.",
        )
    )
    return there


def _in_the_course_registry(client: CourseClient, repository: str) -> str:
    """Say where the course's registry has an image, for an engine with no other way; else ""."""
    full = full_reference(repository)
    if not full.startswith("docker.io/") or own.is_own(client.url) or _mirror(client):
        return ""
    try:
        prefix = search_prefix(client)
    except CourseError:
        return ""
    return prefix and f"{prefix}{full.removeprefix('docker.io/').rpartition(':')[0]}"


def _mirror(client: CourseClient) -> str:
    mirrors = (client.info().get("RegistryConfig") or {}).get("Mirrors") or [""]
    return str(mirrors[0]).split("//")[-1].rstrip("/")


def _stream(client: CourseClient, repository: str, tag: str) -> Pulled:
    pulled = Pulled(f"{repository}@{tag}" if tag.startswith("sha256:") else f"{repository}:{tag}")
    printer = LayerLines(_DONE)
    try:
        for message in client.api.pull(repository, tag=tag, stream=True, decode=True):
            if "error" in message:
                raise APIError(message["error"], explanation=message["error"])
            ident, status = message.get("id", ""), message.get("status", "")
            _note(pulled, ident, status)
            if ident in pulled.layers:
                printer.take(ident, status, message.get("progress", ""))
            elif status:
                printer.line(pulled.lines[-1])
    except (APIError, ImageNotFound) as error:
        if printer.layers:
            printer.line("")
        raise _unavailable(client, pulled.reference, error) from error
    printer.line(full_reference(pulled.reference))
    return pulled


def _unavailable(client: CourseClient, reference: str, error: APIError) -> ImageUnavailable:
    next_step = say(
        en="Look at the name and the tag, and whether the registry answers.",
        ko="이름과 태그가 맞는지, 레지스트리가 대답하는지 보십시오.",
    )
    full, mirror = full_reference(reference), _mirror(client)
    if mirror and full.startswith("docker.io/"):
        # An engine with a mirror tells only what it heard last, from Docker Hub.
        at_mirror = f"docker pull {mirror}/{full.removeprefix('docker.io/')}"
        next_step += say(
            en=f" The engine asked its mirror first; what that said: {at_mirror}",
            ko=f" 엔진은 미러에 먼저 물었습니다. 미러의 대답을 보려면: {at_mirror}",
        )
    return ImageUnavailable(
        say(en=f"{reference} was not pulled.", ko=f"이미지를 받지 못했습니다: {reference}"),
        explain(error),
        next_step,
    )


def _note(pulled: Pulled, ident: str, status: str) -> None:
    if status.startswith("Pulling from"):
        pulled.lines.append(f"{ident}: {status}")
    elif ident:
        states = pulled.layers.setdefault(ident, [])
        if states[-1:] != [status]:
            states.append(status)
    elif status:
        pulled.lines.append(status)
