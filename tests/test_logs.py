"""No personal data reaches the log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.logs import mask, start_logging

DIGITS = st.text("0123456789", min_size=16, max_size=16)
SEPARATORS = st.sampled_from(["", " ", ".", "-"])
WORDS = st.sampled_from(["", "nik=", "(", "for ", "'"])


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


@given(DIGITS, SEPARATORS, WORDS)
def test_sixteen_digits_never_pass(digits: str, separator: str, before: str) -> None:
    written = separator.join(digits[i : i + 4] for i in range(0, 16, 4))
    masked = mask(f"{before}{written}, next")
    assert written not in masked
    assert masked.endswith(", next")


@given(
    st.sampled_from(["08", "+628", "628", "00628"]),
    st.text("0123456789", min_size=8, max_size=11),
)
def test_phone_numbers_never_pass(start: str, rest: str) -> None:
    assert rest not in mask(f"to {start}{rest} now")


@given(st.from_regex(r"[a-z0-9.]{1,20}@[a-z]{2,10}\.[a-z]{2,3}", fullmatch=True))
def test_addresses_never_pass(address: str) -> None:
    assert "@" not in mask(f"mail {address} bounced")


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
