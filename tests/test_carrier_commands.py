"""The stick from the command line: what is printed, which status, and what to do."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.demo.centre import DemoCentre, demo_centre
from tests.command_line import NOWHERE, Kiosk, command_line


@pytest.fixture
def kiosk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    with command_line(tmp_path / "home", capsys) as kiosk:
        yield kiosk


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", utc_now) as centre:
        yield centre


@pytest.fixture
def stick(tmp_path: Path) -> str:
    folder = tmp_path / "stick"
    folder.mkdir()
    return str(folder)


@pytest.fixture
def far_away(kiosk: Kiosk, centre: DemoCentre) -> Kiosk:
    """A kiosk with one registration, whose line is gone."""
    kiosk.set_up(centre.url)
    kiosk.queue_one(centre.new_code(), centre.url)
    kiosk.set_up(NOWHERE)
    return kiosk


def test_out_there_and_back(far_away: Kiosk, centre: DemoCentre, stick: str) -> None:
    exported = far_away("export", stick)
    assert exported.status == Exit.OK
    assert exported.out.startswith(f"2 parts in {stick}")

    carried = far_away("carry", stick, "--centre", centre.url)
    assert carried.status == Exit.OK
    assert carried.out.endswith("received 2, refused 0\n")

    taken_in = far_away("import", stick)
    assert taken_in.status == Exit.OK
    assert taken_in.out.startswith("delivered 2, refused 0, known before 0")
    figures = json.loads(far_away("queue", "--json").out)["figures"]
    assert (figures["made"], figures["delivered"], figures["adds_up"]) == (1, 1, True)


def test_whoever_carries_needs_no_kiosk(
    far_away: Kiosk, centre: DemoCentre, stick: str, tmp_path: Path
) -> None:
    far_away("export", stick)
    elsewhere = tmp_path / "elsewhere"

    far_away.home, home = elsewhere, far_away.home
    carried = far_away("carry", stick, "--centre", centre.url)

    assert carried.status == Exit.OK
    assert not elsewhere.exists()
    far_away.home = home
    assert far_away("import", stick).status == Exit.OK


def test_a_stick_without_a_bundle_is_said(far_away: Kiosk, stick: str) -> None:
    answer = far_away("carry", stick, "--centre", NOWHERE)
    assert answer.status == Exit.UNUSABLE
    assert "There is no file of Loket" in answer.err


def test_a_folder_that_is_gone_is_said(far_away: Kiosk, stick: str) -> None:
    answer = far_away("export", f"{stick}/gone")
    assert answer.status == Exit.UNUSABLE
    assert "Put the stick in again" in answer.err


def test_an_answer_that_is_not_there_is_said(far_away: Kiosk, stick: str) -> None:
    far_away("export", stick)
    answer = far_away("import", stick)
    assert answer.status == Exit.UNUSABLE
    assert "carry it first" in answer.err


@pytest.mark.parametrize("address", ["http://centre.example", "ftp://centre", "nowhere"])
def test_nothing_is_carried_over_a_line_that_anybody_may_read(
    far_away: Kiosk, stick: str, address: str
) -> None:
    far_away("export", stick)
    assert far_away("carry", stick, "--centre", address).status == Exit.SETTINGS


def test_another_centre_is_said(far_away: Kiosk, stick: str, tmp_path: Path) -> None:
    far_away("export", stick)
    with demo_centre(tmp_path / "another", utc_now) as another:
        answer = far_away("carry", stick, "--centre", another.url)
    assert answer.status == Exit.CENTRE
    assert "Check the address of the centre" in answer.err


def test_a_revoked_kiosk_is_said(far_away: Kiosk, centre: DemoCentre, stick: str) -> None:
    far_away("export", stick)
    centre.operator.revoke(centre.operator.devices()[0].device_id)
    answer = far_away("carry", stick, "--centre", centre.url)
    assert answer.status == Exit.CENTRE
    assert "Traceback" not in answer.err


def test_a_damaged_bundle_of_one_kiosk_stops_no_other(
    far_away: Kiosk, centre: DemoCentre, stick: str
) -> None:
    far_away("export", stick)
    (Path(stick) / "loket-00000000.lktb").write_bytes(b"damaged")
    answer = far_away("carry", stick, "--centre", centre.url)
    assert answer.status == Exit.UNUSABLE
    assert answer.out.endswith("received 2, refused 0\n")
    assert far_away("import", stick).status == Exit.OK


def test_a_kiosk_of_no_office_has_nothing_to_export(kiosk: Kiosk, stick: str) -> None:
    kiosk.set_up(NOWHERE)
    answer = kiosk("export", stick)
    assert answer.status == Exit.UNUSABLE
    assert "does not belong to an office" in answer.err
