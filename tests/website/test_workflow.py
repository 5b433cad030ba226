"""The workflow that publishes the site: valid, and it tests before it publishes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from tests.website.visit import CHECKOUT

WORKFLOW = CHECKOUT / ".github/workflows/pages.yml"


def valid(path: Path) -> bool:
    """Whether a workflow fits GitHub's schema, which the package ships."""
    command = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    return subprocess.run([sys.executable, *command], capture_output=True).returncode == 0


def test_workflow_fits_the_schema() -> None:
    assert valid(WORKFLOW)


def test_a_slip_in_the_workflow_would_be_found(tmp_path: Path) -> None:
    slip = tmp_path / "pages.yml"
    text = WORKFLOW.read_text(encoding="utf-8")
    slip.write_text(text.replace("runs-on:", "run-on:", 1), encoding="utf-8")
    assert not valid(slip)


def test_it_is_published_only_when_the_tests_passed() -> None:
    jobs: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    assert set(jobs["publish"]["needs"]) == {"test", "build"}
    assert any("bash .ci/run" in step.get("run", "") for step in jobs["test"]["steps"])
    assert any("course.py site" in step.get("run", "") for step in jobs["build"]["steps"])
