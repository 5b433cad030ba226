"""Wrong answers: code that comes near an exercise, and what the checker must say of it."""

from __future__ import annotations

_B = '"busybox:1.35"'
_D = '"debian:bookworm-slim"'


def _create(name: str, more: str = "") -> str:
    return f'client.containers.create({_B}, "true", name="{name}"{more})'


def _run(name: str, command: str = '"sleep 600"', more: str = "") -> str:
    return f'c = client.containers.run({_B}, {command}, name="{name}", detach=True{more})'


def _build(tag: str, *lines: str) -> str:
    text = "\\n".join(lines) + "\\n"
    return f'import io\nclient.images.build(fileobj=io.BytesIO(b"{text}"), tag="{tag}")'


def _push(name: str, source: str, tag: str) -> str:
    return (
        "from helpers import course_registry\n"
        f'n = f"{{course_registry(client)}}/{name}"\n'
        f'client.images.get("{source}").tag(n, "{tag}")\n'
        f'client.images.push(n, "{tag}")'
    )


_BUILT = _build("course/ex-04:built", "FROM debian:bookworm-slim", "RUN echo 1 > /new")
_SITE = _build(
    "course/ex-07-site:1.0", "FROM debian:bookworm-slim", "RUN echo 1 > /page.txt", "CMD sleep 600"
)
_OTHER = _build("course/ex-07-other:1.0", "FROM debian:bookworm-slim", "RUN echo 2 > /page.txt")

_WEB = (
    '\nclient.containers.run("course/ex-07-site:1.0", '
    'name="course-ex-07-web", detach=True)'
)

WRONG: dict[str, list[tuple[str, str]]] = {
    "01.1": [
        ("pass", "There is no container course-ex-01-small"),
        (_create("course-ex-01-small"), "memory limit is 0 MB"),
        (_create("course-ex-01-small", ', mem_limit="64m", pids_limit=20'), "limit is 64 MB"),
        (_create("course-ex-01-small", ', mem_limit="32m"'), "limit of processes is 0"),
    ],
    "01.2": [
        ("pass", "There is no container"),
        (_create("course-ex-01-sealed", ", read_only=True"), "on the network (default|bridge)"),
        (_create("course-ex-01-sealed", ', network_mode="none"'), "can be written"),
    ],
    "01.3": [
        ("pass", "There is no container"),
        (_create("course-ex-01-window"), "processes of its own"),
        (_create("course-ex-01-window", ', pid_mode="host", network_mode="host"'), "More walls"),
    ],
    "02.1": [
        ("pass", "no volume"),
        ('client.volumes.create("course-ex-02-data")', "does not run with that volume"),
        (
            'client.volumes.create("course-ex-02-data")\n'
            + _create("course-ex-02-writer", ', volumes=["course-ex-02-data:/data"]'),
            "does not run with that volume",
        ),
    ],
    "02.2": [
        ("pass", "There is no container"),
        (_create("course-ex-02-keeper"), "in the state created"),
        (_run("course-ex-02-keeper"), "restart policy is no"),
    ],
    "02.3": [
        ("pass", "no network"),
        ('client.networks.create("course-ex-02-net")', "There is no container course-ex-02-web"),
        (
            'client.networks.create("course-ex-02-net")\n' + _run("course-ex-02-web"),
            "is on: bridge",
        ),
    ],
    "03.1": [
        ("pass", "There is no container course-ex-03-a"),
        (_create("course-ex-03-a"), "There is no container course-ex-03-b"),
        (
            _create("course-ex-03-a")
            + f'\nclient.containers.create({_D}, "true", name="course-ex-03-b")',
            "different images",
        ),
    ],
    "03.2": [
        ("pass", "There is no image course/ex-03:mine"),
        (f'client.images.get({_D}).tag("course/ex-03", "mine")', "is another image"),
        (f'client.images.get({_B}).tag("course/ex-03", "other")', "There is no image"),
    ],
    "03.3": [
        ("pass", "There is no container"),
        (_create("course-ex-03-pinned"), "a name that can move"),
        (
            f'd = client.images.get({_D}).attrs["RepoDigests"][0]\n'
            'client.containers.create(d, "true", name="course-ex-03-pinned")',
            "It is not busybox:1.35",
        ),
    ],
    "04.1": [
        ("pass", "There is no image"),
        (f'client.images.get({_D}).tag("course/ex-04", "commit")', "adds no layer"),
        (
            _run("course-ex-04-w", '"touch /x"')
            + '\nc.wait()\nc.commit("course/ex-04", "commit")',
            "does not stand on",
        ),
    ],
    "04.2": [
        ("pass", "There is no image"),
        (_BUILT, "no GREETING"),
        (
            _build("course/ex-04:built", "FROM debian:bookworm-slim", "ENV GREETING=hello",
                   "RUN echo 1 > /new"),
            "begin in /",
        ),
        (
            _build("course/ex-04:built", "FROM busybox:1.35", "ENV GREETING=hello", "WORKDIR /app"),
            "does not stand on",
        ),
    ],
    "04.3": [
        ("pass", "The registry has no"),
        (
            _BUILT + '\nclient.images.get("course/ex-04:built").tag("course/ex-04", "more")',
            "The registry has no",
        ),
        (
            _BUILT + "\n" + _push("course/ex-04", "busybox:1.35", "built"),
            "another image",
        ),
    ],
    "05.1": [
        ("pass", "There is no container"),
        (_create("course-ex-05-done"), "in the state created"),
        (_run("course-ex-05-done", '["sh", "-c", "exit 1"]') + "\nc.wait()", "exit code 1"),
    ],
    "05.2": [
        ("pass", "There is no container"),
        (_run("course-ex-05-three", '"true"') + "\nc.wait()", "exit code 0"),
        (_run("course-ex-05-three"), "in the state running"),
    ],
    "05.3": [
        ("pass", "There is no container"),
        (_run("course-ex-05-ice"), "in the state running"),
        (_run("course-ex-05-ice") + "\nc.kill()", "in the state exited"),
    ],
    "05.4": [
        ("pass", "There is no container"),
        (_run("course-ex-05-polite"), "in the state running"),
        (_run("course-ex-05-polite") + "\nc.stop(timeout=1)", "killed with SIGKILL"),
        (_run("course-ex-05-polite", '"true"') + "\nc.wait()", "ended by itself, with 0"),
    ],
    "05.5": [
        ("pass", "There is no container"),
        (_run("course-ex-05-diary", '"true"') + "\nc.wait()", "no file /root/diary"),
        (_run("course-ex-05-diary", '"touch /tmp/diary"') + "\nc.wait()", "no file /root/diary"),
    ],
    "06.1": [
        ("pass", "There is no container"),
        (_create("course-ex-06-version"), "engine is: missing"),
        (_create("course-ex-06-version", ', labels={"engine": "17.04.0-ce"}'), "is: 17.04.0-ce"),
    ],
    "06.2": [
        ("pass", "There is no container"),
        (_create("course-ex-06-driver"), "driver is: missing"),
        (_create("course-ex-06-driver", ', labels={"driver": "aufs"}'), "driver is: aufs"),
    ],
    "06.3": [
        ("pass", "There is no container"),
        (_create("course-ex-06-safe"), "options: none"),
        (
            _create("course-ex-06-safe", ', security_opt=["no-new-privileges=false"]'),
            "switched off",
        ),
    ],
    "07.1": [
        ("pass", "There is no container"),
        (_create("course-ex-07-draft"), "in the state created"),
        (_run("course-ex-07-draft", '"true"') + "\nc.wait()", "no file /page.txt"),
    ],
    "07.2": [
        ("pass", "There is no image"),
        (f'client.images.get({_D}).tag("course/ex-07-draft", "1.0")', "adds no layer"),
        (f'client.images.get({_B}).tag("course/ex-07-draft", "1.0")', "does not stand on"),
    ],
    "07.3": [
        ("pass", "There is no image"),
        (
            _build("course/ex-07-site:1.0", "FROM debian:bookworm-slim", "RUN echo 1 > /other"),
            "No step of its history",
        ),
        (_SITE, "There is no image 127.0.0.1"),
    ],
    "07.4": [
        ("pass", "The registry has no"),
        (_SITE, "The registry has no"),
        (
            _SITE + "\n" + _OTHER + "\n"
            + _push("course/ex-07-site", "course/ex-07-other:1.0", "1.0"),
            "older image",
        ),
    ],
    "07.5": [
        ("pass", "There is no container course-ex-07-web"),
        (_SITE + "\n" + _run("course-ex-07-web"), "another image"),
        (
            _SITE
            + _WEB
            + "\n" + _create("course-ex-07-job"),
            "in the state created",
        ),
        (
            _SITE
            + _WEB
            + "\n" + _run("course-ex-07-job", '"true"') + "\nc.wait()\n"
            + _create("course-ex-07-draft"),
            "draft is still there",
        ),
    ],
}  # fmt: skip
