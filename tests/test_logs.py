"""No personal data reaches the log."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.logs import MaskingFormatter, mask, start_logging

SEPARATORS = st.sampled_from(["", " ", ".", "-", "/", ") "])
AROUND = st.text(st.characters(exclude_categories=["Cs", "Nd"]), max_size=8)
"""Whatever stands beside a number without a gap, but for more digits."""


def digits(least: int, most: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=least, max_size=most)


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)


@given(digits(16, 40), SEPARATORS, AROUND, AROUND)
def test_sixteen_digits_and_more_never_pass(
    number: str, separator: str, before: str, after: str
) -> None:
    """A NIK in groups, or two that stand together."""
    written = separator.join(number[i : i + 4] for i in range(0, len(number), 4))
    masked = mask(f"{before}{written}{after}, next")
    assert number[-4:] not in masked
    assert masked.endswith(", next")


@given(st.sampled_from(["08", "+628", "628", "00628"]), digits(8, 11), SEPARATORS, AROUND, AROUND)
def test_phone_numbers_never_pass(
    start: str, rest: str, separator: str, before: str, after: str
) -> None:
    written = start + separator + separator.join(rest[i : i + 4] for i in range(0, len(rest), 4))
    assert rest[:4] not in mask(f"{before}{written}{after}")


@given(
    st.from_regex(r"[a-z0-9.!#$%&*+/?^_`|~-]{1,20}", fullmatch=True),
    st.sampled_from(["@", "%40"]),
    st.from_regex(r"[a-z]{2,10}(\.[a-z]{2,6}){0,2}", fullmatch=True),
    st.sampled_from([" ", "<", "('", "=", ":", '"', "mailto:", "\n"]),
)
def test_addresses_never_pass(name: str, at: str, domain: str, before: str) -> None:
    masked = mask(f"to{before}{name}{at}{domain} bounced")
    assert f"{name}{at}" not in masked
    assert masked.endswith("<email> bounced")


@given(digits(16, 16), digits(8, 11), st.from_regex(r"[a-z]{3,9}@[a-z]{3,9}\.id", fullmatch=True))
def test_whatever_way_they_reach_a_record_they_are_masked(
    nik: str, rest: str, address: str
) -> None:
    """As an argument, inside another value, in an exception and in what caused that."""
    about = ValueError({"email": address})
    about.__cause__ = KeyError(nik)
    record = logging.LogRecord(
        "kiosk",
        logging.ERROR,
        __file__,
        1,
        "%s of %r",
        (nik, {"hp": f"08{rest}"}),
        (ValueError, about, None),
    )
    written = MaskingFormatter("%(asctime)s %(message)s").format(record)
    assert not [secret for secret in (nik, rest, address) if secret in written]


def test_a_long_line_is_masked_in_no_time() -> None:
    for filling in ("a", "1", "a1", "1-", "08", "a@", "%40"):
        mask(filling * 50_000)


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_only_this_user_reads_the_log(tmp_path: Path, root_logger: logging.Logger) -> None:
    (tmp_path / "kiosk.log").touch(mode=0o644)
    start_logging(tmp_path)
    root_logger.info("here")
    assert stat.S_IMODE((tmp_path / "kiosk.log").stat().st_mode) == 0o600


def test_ids_times_and_hashes_stay_readable() -> None:
    line = "2026-11-21 08:15:00 part 3f2b8c1e-0000-4000-8000-0242ac120002 rev 1 sent in 812 ms"
    assert mask(line) == line


def test_tracebacks_are_masked_in_the_file(tmp_path: Path, root_logger: logging.Logger) -> None:
    start_logging(tmp_path)
    try:
        int("NIK 3510074101909001")
    except ValueError:
        root_logger.exception("could not read %s", "siti@example.com")
    written = (tmp_path / "kiosk.log").read_text("utf-8")
    assert "ValueError" in written
    assert "3510074101909001" not in written
    assert "siti" not in written


def test_a_log_that_cannot_be_written_spills_nothing(
    tmp_path: Path, root_logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kiosk.log").mkdir()
    start_logging(tmp_path)
    root_logger.info("call %s", "084012349001")
    assert capsys.readouterr().err == ""
