"""The centre's secrets: who may have which, and what happens when one is replaced."""

import json
import logging
import stat
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.central.vault.key_files import (
    KEY_FILE,
    OPENING_FILE,
    KeysBusyError,
    KeysUnreadableError,
    read_key_file,
    read_opening_file,
    rotate_sealing_key,
)
from kiosk.central.vault.keys import load_keys, load_opening_keys
from kiosk.sync.protocol import base64_bytes, base64_text
from tests.canary import found_in


def privates(folder: Path) -> dict[str, bytes]:
    stored = json.loads((folder / OPENING_FILE).read_text())["sealing_private"]
    return {f"key {place}": base64_bytes(text) for place, text in enumerate(stored)}


def test_they_are_made_once_and_are_for_their_owner_only(tmp_path: Path) -> None:
    first, again = load_keys(tmp_path), load_keys(tmp_path)
    assert (first.sealing, first.receipt, first.config) == (
        again.sealing,
        again.receipt,
        again.config,
    )
    assert first.keyed_hash("nik", "1") == again.keyed_hash("nik", "1")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {KEY_FILE: 0o600, OPENING_FILE: 0o600}


def test_processes_that_start_together_have_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(load_keys, [tmp_path] * 8))
    assert len({keys.config.public for keys in loaded}) == 1
    sealing = {keys.sealing for keys in loaded}
    assert len(sealing) == 1
    key_id = sealing.pop()[0].key_id
    assert load_opening_keys(tmp_path).pair(key_id) is not None
    assert {path.name for path in tmp_path.iterdir()} == {KEY_FILE, OPENING_FILE}


def test_who_only_takes_envelopes_in_needs_nothing_that_opens_them(tmp_path: Path) -> None:
    opens = load_keys(tmp_path).sealing[0].key_id
    secret = privates(tmp_path)
    (tmp_path / OPENING_FILE).rename(tmp_path.parent / OPENING_FILE)

    keys, opening = load_keys(tmp_path), load_opening_keys(tmp_path)

    assert keys.is_for_us(opens)
    assert not keys.is_for_us("0" * 16)
    assert not (tmp_path / OPENING_FILE).exists()
    assert found_in(tmp_path, secret) == []
    with pytest.raises(KeysUnreadableError, match=OPENING_FILE):
        opening.pair(opens)


def test_a_new_key_goes_in_front_and_the_old_ones_still_open(tmp_path: Path) -> None:
    keys, opening = load_keys(tmp_path), load_opening_keys(tmp_path)
    old = keys.sealing
    assert opening.pair(old[0].key_id) is not None

    rotate_sealing_key(tmp_path)
    rotate_sealing_key(tmp_path)

    assert keys.sealing[2:] == old  # of a process that runs on
    assert len(keys.sealing) == 3
    for key in keys.sealing:
        pair = opening.pair(key.key_id)
        assert pair is not None
        assert pair.public == key.public


def test_replacing_one_key_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    before = load_keys(tmp_path)
    receipt, config, nik = before.receipt, before.config, before.keyed_hash("nik", "1")
    rotate_sealing_key(tmp_path)
    after = load_keys(tmp_path)
    assert (after.receipt, after.config, after.keyed_hash("nik", "1")) == (receipt, config, nik)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_crash_between_the_two_files_loses_no_key(tmp_path: Path) -> None:
    """The public half is told last, so nobody seals for a key that is not on the disk."""
    old = load_keys(tmp_path).sealing
    before = (tmp_path / KEY_FILE).read_bytes()
    rotate_sealing_key(tmp_path)
    (tmp_path / KEY_FILE).write_bytes(before)  # as if it had come no further
    keys = load_keys(tmp_path)
    assert keys.sealing == old
    assert load_opening_keys(tmp_path).pair(old[0].key_id) is not None

    rotate_sealing_key(tmp_path)
    assert len(keys.sealing) == 3
    assert keys.sealing[2:] == old


@pytest.mark.parametrize("file", [KEY_FILE, OPENING_FILE])
def test_two_changes_at_once_are_not_possible(tmp_path: Path, file: str) -> None:
    (old,) = load_keys(tmp_path).sealing
    busy = (tmp_path / file).with_suffix(".new")
    busy.touch()
    with pytest.raises(KeysBusyError, match=busy.name):
        rotate_sealing_key(tmp_path)
    assert load_keys(tmp_path).sealing == (old,)
    assert busy.exists()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-30]),
        lambda path: path.write_text('{"sealing": ["' + "A" * 43 + '"]}'),
    ],
)
@pytest.mark.parametrize("file", [KEY_FILE, OPENING_FILE])
def test_damaged_keys_are_never_replaced(
    tmp_path: Path, file: str, spoil: Callable[[Path], object]
) -> None:
    key_id = load_keys(tmp_path).sealing[0].key_id
    secret = privates(tmp_path)["key 0"].hex()
    spoil(tmp_path / file)
    spoilt = (tmp_path / file).read_bytes()
    read: dict[str, Callable[[], object]] = {
        KEY_FILE: lambda: load_keys(tmp_path),
        OPENING_FILE: lambda: load_opening_keys(tmp_path).pair(key_id),
    }
    with pytest.raises(KeysUnreadableError, match="restore it from a copy") as refused:
        read[file]()
    with pytest.raises(KeysUnreadableError):
        rotate_sealing_key(tmp_path)
    assert (tmp_path / file).read_bytes() == spoilt
    assert secret not in str(refused.value)


def test_a_running_process_goes_on_with_what_it_knows(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = load_keys(tmp_path)
    known = keys.sealing
    (tmp_path / KEY_FILE).write_text("{}")
    with caplog.at_level(logging.ERROR):
        assert [keys.sealing for _ in range(3)] == [known] * 3
    assert len(caplog.records) == 1
    assert "damaged" in caplog.text


def test_no_representation_gives_a_secret_away(tmp_path: Path) -> None:
    keys, opening = load_keys(tmp_path), load_opening_keys(tmp_path)
    pair = opening.pair(keys.sealing[0].key_id)
    assert pair is not None
    files = read_key_file(tmp_path / KEY_FILE), read_opening_file(tmp_path / OPENING_FILE)
    shown = repr((keys, opening, keys.receipt, keys.config, pair, files))
    for secret in (pair.private, keys.receipt.private, keys.config.private):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
        assert base64_text(secret) not in shown


def test_each_purpose_has_its_own_key(tmp_path: Path) -> None:
    keys = load_keys(tmp_path)
    assert len({keys.sealing[0].public, keys.receipt.public, keys.config.public}) == 3


def test_what_is_concealed_can_be_revealed_and_gives_nothing_away(tmp_path: Path) -> None:
    keys = load_keys(tmp_path)
    concealed = keys.conceal("0840-1234-5678")
    assert keys.reveal(concealed) == "0840-1234-5678"
    assert b"0840" not in concealed
    assert keys.conceal("0840-1234-5678") != concealed
