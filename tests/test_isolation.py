from __future__ import annotations

import pytest
from docker.errors import APIError

from helpers.cleanup import leftovers
from helpers.engine import CourseClient
from helpers.isolation import View, eat_memory, view_from_container, view_from_here


def test_the_kernel_is_shared_and_the_processes_are_not(client: CourseClient) -> None:
    inside, outside = view_from_container(client), view_from_here()
    assert outside is not None
    assert (inside.kernel, inside.boot_id) == (outside.kernel, outside.boot_id)
    assert inside.pid_namespace != outside.pid_namespace
    assert inside.processes < outside.processes
    assert leftovers(client, "99") == []


def test_a_memory_limit_bites(client: CourseClient) -> None:
    verdict = eat_memory(client, megabytes=64, limit=16)
    assert (verdict.exit_code, verdict.oom_killed) == (137, True)
    assert repr(verdict) == "exit code 137, killed by the kernel"


def test_without_a_limit_it_ends_well(client: CourseClient) -> None:
    verdict = eat_memory(client, megabytes=64)
    assert (verdict.exit_code, verdict.oom_killed) == (0, False)


def test_a_limit_below_the_engines_least_is_refused(client: CourseClient) -> None:
    with pytest.raises(APIError):
        eat_memory(client, megabytes=8, limit=1)


@pytest.mark.parametrize("text", ["", "kernel=6.1", "no lines of the kind"])
def test_half_a_view_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the view lacks"):
        View.parse(text)
