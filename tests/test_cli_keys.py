"""The centre's keys and envelopes at the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.central.centre import Centre
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.vault.key_files import KEY_FILE
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.paths import find_folders
from kiosk.sync.protocol import ConfigBundle, Signed, base64_bytes
from tests.command_line import Kiosk, command_line


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.fixture
def folder(kiosk: Kiosk) -> Path:
    return find_folders(kiosk.home).centre


def test_a_new_key_is_announced_and_the_old_one_stays(kiosk: Kiosk, folder: Path) -> None:
    (old,) = kiosk("central", "keys").out.splitlines()
    answer = kiosk("central", "keys", "rotate")
    assert answer.status == Exit.OK
    new, still = answer.out.splitlines()
    assert (still.split()[0], new.split()[1:]) == (old.split()[0], old.split()[1:])
    assert kiosk("central", "keys").out == answer.out

    with Centre(folder, utc_now, demo_configuration()) as centre:
        payload = Signed.model_validate_json(centre.publisher.newest().signed).payload
    bundle = ConfigBundle.model_validate_json(base64_bytes(payload))
    assert [key.key_id for key in bundle.sealing_keys] == [new.split()[0], old.split()[0]]
    assert bundle.sequence == 2


def test_a_change_of_keys_that_is_under_way_is_left_alone(kiosk: Kiosk, folder: Path) -> None:
    before = kiosk("central", "keys").out
    busy = folder / "opening.new"
    busy.touch()
    answer = kiosk("central", "keys", "rotate")
    assert answer.status == Exit.FOUND
    assert str(busy) in answer.err
    assert kiosk("central", "keys").out == before


@pytest.mark.parametrize(
    "words", [("keys",), ("keys", "rotate"), ("office", "a", "A"), ("--port", "0")]
)
def test_damaged_keys_are_told_in_one_sentence(
    kiosk: Kiosk, folder: Path, words: tuple[str, ...]
) -> None:
    kiosk("central", "keys")
    (folder / KEY_FILE).write_text("{}")
    answer = kiosk("central", *words)
    assert answer.status == Exit.SETTINGS
    assert answer.err == f"kiosk: {folder / KEY_FILE} is damaged; restore it from a copy\n"


def test_envelopes_move_where_they_are_told_to(kiosk: Kiosk, folder: Path, tmp_path: Path) -> None:
    assert kiosk("central", "blobs").out == "written to database\n"
    to = f"folder:{tmp_path / 'envelopes'}"
    assert kiosk("central", "blobs", "move", "--to", to).status == Exit.OK
    assert kiosk("central", "blobs").out == f"written to {to}\n"
    assert kiosk("central", "blobs", "sweep").out == "0 envelopes without a receipt were erased\n"

    assert kiosk("central", "blobs", "move", "--to", "elsewhere").status == Exit.UNUSABLE
    (tmp_path / "disk").touch()
    away = kiosk("central", "blobs", "move", "--to", f"folder:{tmp_path}/disk/envelopes")
    assert away.status == Exit.STORE
    assert kiosk("central", "blobs").out == f"written to {to}\n"
