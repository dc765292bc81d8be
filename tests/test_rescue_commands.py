"""The key or the database is lost at a kiosk with work in its queue: the centre gets all of it."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.store.database import connect, newest_schema
from kiosk.store.keys import find_root_key, load_vault
from tests.command_line import NOWHERE, Kiosk, command_line


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def kiosk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], centre: DemoCentre
) -> Iterator[Kiosk]:
    """Enrolled, with one registration in its queue."""
    with command_line(tmp_path / "home", capsys) as kiosk:
        kiosk.set_up(centre.url)
        kiosk.queue_one(centre.new_code(), centre.url)
        yield kiosk


def lose_key(kiosk: Kiosk) -> None:
    (kiosk.home / "store" / "root.key").unlink()


def damage(kiosk: Kiosk) -> None:
    (kiosk.home / "store" / "loket.db").write_bytes(b"kopi darat " * 900)


def received(centre: DemoCentre) -> list[tuple[int, ...]]:
    return [record.photo_revisions for record in centre.operator.submissions()]


def figures(kiosk: Kiosk) -> tuple[int, int, bool]:
    found = json.loads(kiosk("queue", "--json").out)["figures"]
    return found["made"], found["delivered"], found["adds_up"]


def test_a_sound_store_is_said_to_be_sound(kiosk: Kiosk) -> None:
    answer = kiosk("rescue")
    assert (answer.status, answer.out) == (Exit.OK, "everything that is stored can be read\n")


def test_what_is_the_matter_is_said_before_anything_is_touched(kiosk: Kiosk) -> None:
    lose_key(kiosk)
    before = sorted((kiosk.home / "store").rglob("*"))
    answer = kiosk("rescue")
    assert answer.status == Exit.STORE
    assert answer.out == (
        "The key to Loket's data is gone. Sealed registrations: 1.\n"
        "repair it with: kiosk rescue --repair\n"
    )
    assert sorted((kiosk.home / "store").rglob("*")) == before


def test_other_commands_name_the_way_out(kiosk: Kiosk) -> None:
    damage(kiosk)
    answer = kiosk("queue")
    assert answer.status == Exit.STORE
    assert "It offers to repair this." in answer.err


def test_what_the_lost_key_sealed_is_sent_after_a_new_enrolment(
    kiosk: Kiosk, centre: DemoCentre
) -> None:
    lose_key(kiosk)
    repaired = kiosk("rescue", "--repair")
    assert repaired.status == Exit.OK
    assert "kept 1, to be sent 1, unclear 0, lost 0, forms 0\n" in repaired.out
    assert "kiosk provision FILE, or kiosk enrol CODE" in repaired.out
    assert kiosk("enrol", centre.new_code()).status == Exit.OK
    assert kiosk("sync").out == "sent 2, still waiting 0\n"
    assert received(centre) == [(1,)]
    assert figures(kiosk) == (1, 1, True)


def test_what_the_lost_key_sealed_may_go_by_stick(
    kiosk: Kiosk, centre: DemoCentre, tmp_path: Path
) -> None:
    lose_key(kiosk)
    kiosk("rescue", "--repair")
    kiosk("enrol", centre.new_code())
    kiosk.set_up(NOWHERE)
    (tmp_path / "stick").mkdir()
    stick = str(tmp_path / "stick")
    assert kiosk("export", stick).out.startswith("2 parts")
    assert kiosk("carry", stick, "--centre", centre.url).out.endswith("received 2, refused 0\n")
    assert kiosk("import", stick).out.startswith("delivered 2, refused 0")
    assert received(centre) == [(1,)]
    assert figures(kiosk) == (1, 1, True)


def test_a_lost_database_loses_nothing_that_was_sealed(kiosk: Kiosk, centre: DemoCentre) -> None:
    damage(kiosk)
    repaired = kiosk("rescue", "--repair")
    assert "kept 1, to be sent 1, unclear 0, lost 0" in repaired.out
    assert "enrol" not in repaired.out
    assert kiosk("sync").out == "sent 2, still waiting 0\n"
    assert received(centre) == [(1,)]
    assert figures(kiosk) == (1, 1, True)
    kept = list((kiosk.home / "store" / "aside").glob("*/loket.db"))
    assert [file.read_bytes()[:10] for file in kept] == [b"kopi darat"]


def test_after_a_newer_version_without_its_copy_only_that_version_helps(kiosk: Kiosk) -> None:
    folder = kiosk.home / "store"
    vault = load_vault(folder, find_root_key(folder, allow_key_file=True))
    with closing(connect(folder / "loket.db", vault.database_key)) as database:
        database.run(f"PRAGMA user_version = {newest_schema() + 1}")
    told = kiosk("rescue")
    assert told.status == Exit.STORE
    assert told.err.endswith("Or go back: kiosk rescue --go-back\n")
    answer = kiosk("rescue", "--go-back")
    assert answer.status == Exit.STORE
    assert "install that version again" in answer.err
