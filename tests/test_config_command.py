"""`kiosk config`: what is in force, where it came from, and whether a file can be used."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.backroom import BackRoom
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.config import example_settings
from kiosk.store.database import connect, newest_schema
from kiosk.store.keys import find_root_key, load_vault
from kiosk.store.settings import DeskSettings
from tests.command_line import NOWHERE, Kiosk, command_line
from tests.flow.counter import settings


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        kiosk.home.mkdir()
        yield kiosk


def setting(kiosk: Kiosk, key: str) -> dict[str, object]:
    found = json.loads(kiosk("config", "--json").out)["settings"]
    row: dict[str, object] = next(row for row in found if row["key"] == key)
    return row


def set_at_the_desk(kiosk: Kiosk, desk: DeskSettings) -> None:
    with BackRoom(kiosk.home / "store", settings(NOWHERE), utc_now) as room:
        room.store.call(lambda store: store.settings.save_desk(desk))


def test_tells_where_each_value_came_from(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    answer = kiosk("config")
    lines = [line.split("#") for line in answer.out.splitlines()]
    told = {value.strip(): origin.strip() for value, origin in lines}
    assert answer.status == Exit.OK
    assert told[f'centre.url = "{NOWHERE}"'] == str(kiosk.home / "kiosk.toml")
    assert told["sound.cues = true"] == "default"


def test_what_comes_after_the_value_stands_in_one_column(kiosk: Kiosk) -> None:
    assert len({line.index("#") for line in kiosk("config").out.splitlines()}) == 1


def test_makes_no_folder_of_its_own(kiosk: Kiosk) -> None:
    kiosk("config")
    assert list(kiosk.home.iterdir()) == []


def test_tells_what_was_set_at_the_desk_and_what_that_overrules(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE, '[store]\nallow_key_file = true\n[camera]\nsource = "1"\n')
    set_at_the_desk(kiosk, DeskSettings(camera="0"))
    found = setting(kiosk, "camera.source")
    assert (found["value"], found["layer"], found["overruled"]) == ("0", "desk", "1")
    line = next(line for line in kiosk("config").out.splitlines() if "camera.source" in line)
    assert line.endswith('set at the desk; overrules "1" of this computer\'s file')


def test_looks_at_the_store_while_it_is_open(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    set_at_the_desk(kiosk, DeskSettings(cues=False))
    with BackRoom(kiosk.home / "store", settings(NOWHERE), utc_now):
        assert setting(kiosk, "sound.cues")["layer"] == "desk"


def test_leaves_the_store_as_it_was(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    set_at_the_desk(kiosk, DeskSettings(cues=False))
    before = sorted((kiosk.home / "store").iterdir())
    assert setting(kiosk, "sound.cues")["layer"] == "desk"
    assert sorted((kiosk.home / "store").iterdir()) == before


def test_a_store_that_does_not_open_is_said_and_hinders_nothing(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    set_at_the_desk(kiosk, DeskSettings(cues=False))
    (kiosk.home / "store" / "root.key").unlink()
    answer = kiosk("config")
    assert answer.status == Exit.OK
    assert answer.out.splitlines()[-1] == "# what was set at the desk cannot be read now"


def test_what_a_newer_version_wrote_is_not_guessed_at(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE)
    set_at_the_desk(kiosk, DeskSettings(cues=False))
    folder = kiosk.home / "store"
    vault = load_vault(folder, find_root_key(folder, allow_key_file=True))
    with closing(connect(folder / "loket.db", vault.database_key)) as database:
        database.run(f"PRAGMA user_version = {newest_schema() + 1}")
    assert json.loads(kiosk("config", "--json").out)["desk_known"] is False


@pytest.mark.parametrize("way", [(), ("--json",)])
def test_who_signs_in_at_the_proxy_is_not_shown(kiosk: Kiosk, way: tuple[str, ...]) -> None:
    kiosk.set_up(NOWHERE, 'proxy = "http://ani:r@h/sia@proxy.example:3128"\n')
    answer = kiosk("config", *way)
    assert '"http://***@proxy.example:3128"' in answer.out
    assert "ani" not in answer.out
    assert "sia" not in answer.out.replace(str(kiosk.home), "")


def test_nor_is_it_however_it_is_written(kiosk: Kiosk) -> None:
    camera = '[camera]\nsource = "http://10.0.0.5/video?user=ani&pwd=rahasia"\n'
    kiosk.set_up(NOWHERE, f'proxy = "ani:rahasia@proxy.example:3128"\n{camera}')
    answer = kiosk("config")
    assert '"***@proxy.example:3128"' in answer.out
    assert '"http://10.0.0.5/video?***"' in answer.out
    assert "rahasia" not in answer.out


def test_a_wrong_file_ends_with_3_and_the_reason(kiosk: Kiosk) -> None:
    kiosk.set_up(NOWHERE, "[sound]\ncues = 1\n")
    answer = kiosk("config")
    assert answer.status == Exit.SETTINGS
    assert answer.err.endswith("kiosk.toml: 'sound.cues' must be true or false\n")


def test_prints_a_file_to_begin_with(kiosk: Kiosk) -> None:
    assert kiosk("config", "--example").out == example_settings()


def test_looks_at_a_file_without_using_it(kiosk: Kiosk, tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    assert kiosk("config", "--check", str(file)).status == Exit.UNUSABLE
    file.write_text("[sound]\ncues = false\n", "utf-8")
    answer = kiosk("config", "--check", str(file))
    assert (answer.status, answer.out) == (
        Exit.OK,
        f"{file} can be used; it sets 1 of the settings\n",
    )
    assert setting(kiosk, "sound.cues")["value"] is True
    file.write_text("[sound]\nnoise = false\n", "utf-8")
    answer = kiosk("config", "--check", str(file))
    assert answer.status == Exit.SETTINGS
    assert f"{file}: unknown key 'sound.noise'" in answer.err
