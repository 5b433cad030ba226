"""One table of text, laid out as the ``docker`` command lays out its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

GAP = 3
"""Blanks between the longest entry of a column and the next column, in characters."""

NARROWEST = 20
"""The width of a column with short entries, in characters."""

FIXED = {"CREATED": 25, "STATUS": 42}
"""Columns whose text changes while one looks at it: wide enough, in characters, for their longest
entry (``Restarting (137) Less than a second ago``), so that no other column ever shifts."""


class Table:
    """Rows under upper-case headers, printed as ``docker ps`` or ``docker images`` would.

    It is text only, because the command's output is text: columns begin at the same place in
    every line and are at least 20 characters wide, as in the notes' transcripts (docker/cli,
    ``cli/command/formatter``, a Go tabwriter with a padding of 3).

    Args:
        headers: the columns' names; they are printed in upper case.
        rows: one sequence of texts a row, as long as ``headers``.

    Raises:
        ValueError: a row has more or fewer entries than there are headers.
    """

    def __init__(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.headers = [header.upper() for header in headers]
        self.rows = [[_one_line(entry) for entry in row] for row in rows]
        for row in self.rows:
            if len(row) != len(self.headers):
                raise ValueError(f"{len(row)} entries under {len(self.headers)} headers: {row}")

    def column(self, header: str) -> list[str]:
        """Every entry of one column, from top to bottom.

        Raises:
            KeyError: there is no such column.
        """
        if header.upper() not in self.headers:
            raise KeyError(f"no column {header!r}; there are {', '.join(self.headers)}")
        place = self.headers.index(header.upper())
        return [row[place] for row in self.rows]

    def widths(self, fixed: Mapping[str, int] = FIXED) -> list[int]:
        """The width of each column in characters, the gap included."""
        return [
            max(NARROWEST, fixed.get(header, 0), *(_columns(t) + GAP for t in (header, *entries)))
            for header, *entries in zip(self.headers, *self.rows, strict=True)
        ]

    def __len__(self) -> int:
        """The number of rows, the headers not counted."""
        return len(self.rows)

    def __repr__(self) -> str:
        widths = self.widths()
        lines = (
            "".join(_padded(entry, w) for entry, w in zip(row, widths, strict=True)).rstrip()
            for row in (self.headers, *self.rows)
        )
        return "\n".join(lines)


def _columns(text: str) -> int:
    """The width on a terminal: a Hangul syllable takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))


def _one_line(entry: str) -> str:
    """The entry without line ends and tabs, which would break the table."""
    return " ".join(entry.split()) if any(c in entry for c in "\n\r\t") else entry
