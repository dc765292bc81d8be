"""A known resident and a known picture are in no file of the kiosk, whatever happens to them."""

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.logs import MaskingFormatter
from kiosk.sync.content import TakenPhoto
from kiosk.ui.flow import Step
from tests.canary import found_in, slices_of
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room, photo_pages
from tests.flow.test_centre_down import PAUSE

TYPED = {
    "nik": b"3510094101909001",
    "kk": b"3510091203159002",
    "name": b"SITI NURJANAH",
    "name as signed": b"Siti Nurjanah",
    "phone": b"84012349001",
    "e-mail": b"siti.nurjanah",
    "address": b"DUSUN KRAJAN",
}
"""What tests/ui/resident/story.py types."""


@pytest.fixture
def temporary_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the kiosk puts into the system's folder for temporary files lies in its home."""
    folder = home / "tmp"
    folder.mkdir(parents=True)
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)


@pytest.fixture
def log(home: Path) -> Iterator[None]:
    """The kiosk's own log, with everything that any library says."""
    folder = home / "logs"
    folder.mkdir(parents=True)
    root = logging.getLogger()
    handler, level = logging.FileHandler(folder / "kiosk.log"), root.level
    handler.setFormatter(MaskingFormatter("%(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


def watch_pictures(counter: Counter) -> list[TakenPhoto]:
    """Every photo that will be used."""
    taken: list[TakenPhoto] = []
    for page in photo_pages(counter):
        page.taken.connect(taken.append)
    return taken


@pytest.mark.usefixtures("temporary_files", "log", "qapp")
def test_nothing_of_the_resident_is_in_any_file_at_any_time(
    home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    store = home / "store"
    with open_room(store, centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        with open_counter(room, tmp_path) as counter:
            taken = watch_pictures(counter)
            counter.hand.press("new_door")
            counter.fill_until(Step.REVIEW)
            (photo,) = taken
            secrets = TYPED | slices_of(photo.jpeg)
            assert (store / "loket.db-wal").stat().st_size > 0
            assert counter.drafts() != []
            assert found_in(home, secrets) == []

            centre.go_down()
            counter.send()
            assert len(list(store.rglob("*.env"))) == 2
            assert found_in(home, secrets) == []
    assert found_in(home, secrets) == []

    centre.come_up()
    clock.let_pass(PAUSE)
    with open_room(store, centre.url, clock) as room, open_counter(room, tmp_path) as counter:
        assert found_in(home, secrets) == []
        counter.wait_until_delivered()
        assert found_in(home, secrets) == []
    assert (home / "logs" / "kiosk.log").stat().st_size > 0
    assert found_in(home, secrets) == []
