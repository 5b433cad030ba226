"""Counts what passed and what failed over all parts of a test run."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Tally"]


@dataclass
class Tally:
    """The sum so far."""

    passed: int = 0
    failed: int = 0

    def add(self, good: bool) -> None:
        """Count one part that passes or fails as a whole."""
        self.passed += good
        self.failed += not good

    def add_report(self, report: Path, status: int) -> None:
        """Count the tests of one pytest run.

        Args:
            report: what ``--junitxml`` wrote; it may be missing when pytest broke down.
            status: pytest's exit status; when it is not 0 at least one failure counts.
        """
        failed = 0
        if report.exists():
            for case in ElementTree.parse(report).iter("testcase"):
                kinds = {child.tag for child in case}
                if kinds & {"failure", "error"}:
                    failed += 1
                elif "skipped" not in kinds:
                    self.passed += 1
        self.failed += max(failed, 1) if status else failed

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"
