"""What is carried from one member of a family to the next, and that it ends with the family."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.config import SessionSettings
from kiosk.domain.region import Regions
from kiosk.ui.flow import Step
from tests.ui.canaries import Resident, picture, traces
from tests.ui.whole_counter import WholeCounter, open_whole_counter

pytestmark = pytest.mark.no_cover  # of all that these pass by, other tests tell more
USUAL = SessionSettings()
CARD, ADDRESS = 1, 5
"""Places in a resident's secrets: what the next of the family has in common."""


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[WholeCounter]:
    with open_whole_counter(tmp_path, regions) as counter:
        yield counter


def be_registered(counter: WholeCounter, resident: Resident) -> None:
    """With an officer's help, up to the slip."""
    counter.be_helped_until(Step.REVIEW, resident)
    resident.has_ticket(counter.ticket())
    counter.hand.press("next_button")
    counter.hand.wait_to_see("family_button")


def test_the_next_of_the_family_finds_card_and_address_alone_and_nobody_after_them_anything(
    counter: WholeCounter,
) -> None:
    mother, photo = Resident(), picture()
    be_registered(counter, mother)
    counter.hand.press("family_button")
    counter.hand.wait_to_see("consent_process")
    counter.settle()

    common = (mother.secrets[CARD], mother.secrets[ADDRESS])
    mother.secrets = tuple(secret for secret in mother.secrets if secret not in common)
    assert traces(mother.secrets, photo) == []
    assert traces(common, photo) == ["kiosk.domain.draft.Draft"]

    counter.hand.press("back_button")
    counter.hand.wait_to_see("new_door")
    counter.settle()
    assert traces(common, photo) == []


def test_nothing_is_left_of_a_family_that_walks_off(counter: WholeCounter) -> None:
    mother, photo = Resident(), picture()
    be_registered(counter, mother)
    counter.wait(USUAL.idle_seconds + USUAL.warning_seconds)
    counter.hand.wait_to_see("new_door")
    counter.settle()
    assert traces(mother.secrets, photo) == []
