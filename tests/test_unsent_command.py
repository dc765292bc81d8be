"""What uninstallers ask before anything goes."""

import json
import os
import pwd
from pathlib import Path

import pytest

from kiosk.paths import stores_of_everybody
from kiosk.store.vault import OUTBOX_FOLDER
from tests.command_line import Kiosk


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kiosk:
    return Kiosk(tmp_path / "home", capsys)


def outbox_with(kiosk: Kiosk, *names: str) -> Path:
    outbox = kiosk.home / "store" / OUTBOX_FOLDER
    outbox.mkdir(parents=True)
    for name in names:
        (outbox / name).write_bytes(b"sealed")
    return outbox


def test_without_a_store_nothing_waits_and_none_is_made(kiosk: Kiosk) -> None:
    answer = kiosk("unsent")
    assert (answer.status, answer.out) == (0, "nothing waits to be sent\n")
    assert not kiosk.home.exists()


def test_envelopes_are_counted_without_any_key(kiosk: Kiosk) -> None:
    outbox_with(kiosk, "a.env", "b.env", "unfinished.new")
    answer = kiosk("unsent", "--json")
    assert answer.status == 1
    assert json.loads(answer.out) == {"stores": {str(kiosk.home / "store"): 2}}


def test_what_cannot_be_looked_at_is_not_called_nothing(kiosk: Kiosk) -> None:
    kiosk.home.mkdir()
    (kiosk.home / "store").symlink_to("store")
    answer = kiosk("unsent")
    assert answer.status == 3
    assert answer.out == ""


@pytest.mark.skipif(os.name != "posix", reason="the users of Linux")
def test_everybody_who_has_a_home_is_looked_at(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOKET_HOME", str(kiosk.home))
    homes = {Path(user.pw_dir) for user in pwd.getpwall()}
    assert {store.parents[3] for store in stores_of_everybody()} == homes
    assert kiosk("unsent", "--everybody").status in {0, 1}
