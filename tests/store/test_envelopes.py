"""Envelope files: named by their hash, whole, and tidied up."""

from pathlib import Path

import pytest

from kiosk.store.envelopes import EnvelopeFiles
from kiosk.store.errors import DiskFullError, EnvelopeUnreadableError


@pytest.fixture
def envelopes(tmp_path: Path) -> EnvelopeFiles:
    return EnvelopeFiles(tmp_path)


def test_an_envelope_is_read_as_it_was_written(envelopes: EnvelopeFiles) -> None:
    sha256 = envelopes.write(b"sealed")
    assert envelopes.read(sha256) == b"sealed"
    assert envelopes.stored() == {sha256}


def test_the_same_envelope_twice_is_one_file(envelopes: EnvelopeFiles) -> None:
    assert envelopes.write(b"sealed") == envelopes.write(b"sealed")
    assert len(envelopes.stored()) == 1


def test_a_file_is_private_and_nothing_else_is_left(
    envelopes: EnvelopeFiles, tmp_path: Path
) -> None:
    sha256 = envelopes.write(b"sealed")
    (file,) = tmp_path.iterdir()
    assert file.name == f"{sha256}.env"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_changed_file_is_not_sent(envelopes: EnvelopeFiles, tmp_path: Path) -> None:
    sha256 = envelopes.write(b"sealed")
    (tmp_path / f"{sha256}.env").write_bytes(b"sea1ed")
    with pytest.raises(EnvelopeUnreadableError, match="changed"):
        envelopes.read(sha256)


def test_a_missing_file_is_named(envelopes: EnvelopeFiles) -> None:
    with pytest.raises(EnvelopeUnreadableError, match="missing"):
        envelopes.read("0" * 64)


def test_deleting_twice_is_no_fault(envelopes: EnvelopeFiles) -> None:
    sha256 = envelopes.write(b"sealed")
    envelopes.delete(sha256)
    envelopes.delete(sha256)
    assert not envelopes.stored()


def test_an_envelope_that_cannot_be_removed_now_stops_nobody(
    envelopes: EnvelopeFiles, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / f"{'0' * 64}.env").mkdir()  # no system removes a folder as if it were a file
    envelopes.delete("0" * 64)
    assert "stays for now" in caplog.text


def test_an_unfinished_file_is_removed_and_a_whole_one_stays(
    envelopes: EnvelopeFiles, tmp_path: Path
) -> None:
    whole = envelopes.write(b"whole")
    (tmp_path / ".abc.env.x.new").write_bytes(b"half")
    envelopes.remove_unfinished()
    assert [file.name for file in tmp_path.iterdir()] == [f"{whole}.env"]


def test_what_the_store_did_not_take_is_not_kept_and_what_it_took_is(
    envelopes: EnvelopeFiles,
) -> None:
    before = envelopes.write(b"before")
    named: set[str] = set()

    def fail_half_way() -> None:
        with envelopes.all_or_none(lambda: named):
            named.add(envelopes.write(b"named by a row"))
            envelopes.write(b"named by nothing")
            raise DiskFullError

    with pytest.raises(DiskFullError):
        fail_half_way()
    assert envelopes.stored() == {before, *named}


def test_a_file_that_is_no_envelope_has_no_header(envelopes: EnvelopeFiles) -> None:
    assert envelopes.header(envelopes.write(b"sealed")) is None
    assert envelopes.header("0" * 64) is None
