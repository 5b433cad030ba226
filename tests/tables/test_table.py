import pytest

from helpers.tables import Table


def starts(line: str, *words: str) -> list[int]:
    return [line.index(word) for word in words]


def test_columns_are_20_wide_and_grow_with_their_entries() -> None:
    table = Table(["name", "size"], [["debian", "1B"], ["a-name-of-twenty-two-c", "2B"]])
    head, first, second = repr(table).splitlines()
    assert starts(head, "NAME", "SIZE") == starts(first, "debian", "1B") == [0, 25]
    assert second.index("2B") == 25
    assert repr(Table(["a", "b"], [])) == "A".ljust(20) + "B"


@pytest.mark.parametrize("status", ["Created", "Exited (0) 2 minutes ago",
                                    "Restarting (137) Less than a second ago"])  # fmt: skip
@pytest.mark.parametrize("created", ["2 days ago", "Less than a second ago"])
def test_a_changing_age_never_shifts_its_neighbour(created: str, status: str) -> None:
    table = Table(["CREATED", "STATUS", "NAMES"], [[created, status, "x-box"]])
    head, row = repr(table).splitlines()
    assert starts(head, "CREATED", "STATUS", "NAMES") == starts(row, created, status, "x-box")
    assert starts(row, status, "x-box") == [25, 67]


def test_no_line_ends_in_blanks_and_no_entry_breaks_a_line() -> None:
    table = Table(["A", "B"], [["one\n two\t", ""]])
    assert repr(table).splitlines() == ["A".ljust(20) + "B", "one two"]


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="1 entries under 2 headers"):
        Table(["A", "B"], [["a"]])


def test_a_column_is_found_by_its_name_in_any_case() -> None:
    table = Table(["Image Id", "Tag"], [["1", "x"], ["2", "y"]])
    assert table.column("tag") == ["x", "y"]
    assert len(table) == 2
    with pytest.raises(KeyError, match="no column 'SIZE'; there are IMAGE ID, TAG"):
        table.column("SIZE")


def test_hangul_takes_two_columns() -> None:
    table = Table(["name", "what"], [["가나다", "x"], ["abcdef", "y"]])
    first, second = repr(table).splitlines()[1:]
    assert first.index("x") == second.index("y") - 3
