"""A newer version was installed and has to go again: what was made with it is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backroom import BackRoom
from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.store.database import newest_schema
from kiosk.sync.dispatch import Dispatcher
from tests.command_line import Kiosk, command_line
from tests.flow.counter import settings
from tests.newer_version import MADE, install_newer_version, work_with_newer_version
from tests.sync.registrations import PHOTO, registration
from tests.test_rescue_commands import figures, received

pytestmark = pytest.mark.slow
MADE_BEFORE = (1, 2)
ALL = len(MADE_BEFORE) + len(MADE)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def kiosk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], centre: DemoCentre
) -> Iterator[Kiosk]:
    """Enrolled, with two registrations made before the upgrade and two after it."""
    with command_line(tmp_path / "home", capsys) as kiosk:
        kiosk.set_up(centre.url)
        with BackRoom(kiosk.home / "store", settings(centre.url), utc_now) as room:
            room.enrol(centre.new_code())
            dispatcher = Dispatcher(room.store, room.configuration)
            for number in MADE_BEFORE:
                dispatcher.register(registration(number), PHOTO, utc_now())
        newer = tmp_path / "newer"
        install_newer_version(newer)
        known = work_with_newer_version(newer, kiosk.home, centre.url)
        assert known == str(newest_schema() + 1)
        yield kiosk


def test_there_is_a_way_back_by_which_everything_arrives_once(
    kiosk: Kiosk, centre: DemoCentre
) -> None:
    refused = kiosk("queue")
    assert refused.status == Exit.STORE
    assert "A newer Loket made this data. Install the newest version of Loket." in refused.err
    assert kiosk("rescue").err.endswith("Or go back: kiosk rescue --go-back\n")
    assert kiosk("rescue", "--repair").status == Exit.STORE  # no repair of what is sound

    back = kiosk("rescue", "--go-back")

    assert back.status == Exit.OK
    assert back.out.startswith(f"kept {ALL}, to be sent 2, unclear 0, lost 0")
    assert figures(kiosk) == (ALL, 2, True)
    assert kiosk("sync").out == "sent 3, still waiting 0\n"
    assert received(centre) == [(1,)] * ALL
    assert figures(kiosk) == (ALL, ALL, True)
    assert kiosk("rescue").status == Exit.OK
