import pytest

from helpers.tables import units


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0B"), (999, "999B"), (1000, "1kB"), (1234, "1.23kB"), (75_123_456, "75.1MB"),
        (192_000_000, "192MB"), (1_230_000_000, "1.23GB"), (5e18, "5e+03PB"),
    ],
)  # fmt: skip
def test_sizes_read_as_docker_writes_them(count: float, text: str) -> None:
    assert units.size(count) == text


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="not -1"):
        units.size(-1)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-3, "Less than a second"), (0.9, "Less than a second"), (1, "1 second"),
        (59.9, "59 seconds"), (60, "About a minute"), (119, "About a minute"), (120, "2 minutes"),
        (3599, "59 minutes"), (3600, "About an hour"), (5399, "About an hour"), (5400, "2 hours"),
        (47.4 * 3600, "47 hours"), (48 * 3600, "2 days"), (13 * 86400, "13 days"),
        (14 * 86400, "2 weeks"), (59 * 86400, "8 weeks"), (60 * 86400, "2 months"),
        (729 * 86400, "24 months"), (730 * 86400, "2 years"),
    ],
)  # fmt: skip
def test_times_read_as_docker_writes_them(seconds: float, text: str) -> None:
    assert units.duration(seconds) == text


def test_an_age_counts_from_the_given_moment() -> None:
    assert units.age(1000, now=1130) == "2 minutes ago"


def test_no_date_is_no_age() -> None:
    assert units.age(-62135596800) == units.age(0) == "N/A"


def test_ids_lose_their_prefix_and_end_at_12_characters() -> None:
    assert units.short_id("sha256:" + "ab" * 32) == units.short_id("ab" * 32) == "ab" * 6
    assert units.short_id("<missing>") == "<missing>"


def test_a_long_text_ends_in_an_ellipsis_inside_its_length() -> None:
    assert units.shorten("abcdef", 6) == "abcdef"
    assert units.shorten("abcdefg", 6) == "abcde…"


def test_checksums_in_a_history_are_short() -> None:
    line = "ADD file:" + "ab" * 32 + " in / "
    assert units.short_sums(line) == "ADD file:" + "ab" * 6 + " in / "
    assert units.short_sums("RUN echo file:abc") == "RUN echo file:abc"
