"""A stick between a kiosk without a line and the centre: out, there, back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.demo.centre import DemoCentre, demo_centre
from kiosk.domain.submission import CentreState, KioskState
from tests.sync.carrier_story import Office, carry, clock, enrolled


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[DemoCentre]:
    with demo_centre(tmp_path / "centre", clock) as centre:
        yield centre


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def village(tmp_path: Path, centre: DemoCentre) -> Iterator[Office]:
    with enrolled(tmp_path / "store", centre) as office:
        yield office


def test_what_was_carried_is_delivered_when_its_receipts_are_back(
    village: Office, centre: DemoCentre, stick: Path
) -> None:
    people = [village.register(number) for number in (1, 2)]

    written = village.write(stick)
    carried = carry(written.path, centre.url)
    taken_in = village.take_in(stick)

    assert (written.parts, carried.received, carried.refused) == (4, 4, 0)
    assert (taken_in.delivered, taken_in.refused, taken_in.waiting) == (4, 0, 0)
    figures = village.figures()
    assert (figures.made, figures.delivered, figures.adds_up) == (2, 2, True)
    assert len(centre.operator.submissions()) == 2
    rows = [village.row(person) for person in people]
    assert {row.state for row in rows} == {KioskState.SUBMITTED}
    assert {row.centre_state for row in rows} == {CentreState.PHOTO_VERIFYING}
