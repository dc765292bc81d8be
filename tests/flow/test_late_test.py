"""The test is required: who came without it sits it at the counter, until it is enough."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.central.settings.wording import DEMO_ANSWERS, DEMO_ASSESSMENT
from kiosk.domain.submission import CentreState
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter, make_kiosk, open_counter, open_room
from tests.flow.test_correction import lead
from tests.flow.test_doors import Returning

LONGER_THAN_A_GRANT: Final = timedelta(minutes=20)


@pytest.fixture
def testing_centre(tmp_path: Path, clock: Clock) -> Iterator[Centre]:
    """A centre that wants three of four questions to be right."""
    centre = Centre(tmp_path / "testing", clock, pass_mark=0.75)
    centre.open()
    yield centre
    centre.close()


@pytest.fixture
def siti(
    qapp: QApplication, testing_centre: Centre, clock: Clock, tmp_path: Path
) -> Iterator[Returning]:
    """Somebody whose form was made where no test was asked for."""
    with open_room(tmp_path / "kiosk", testing_centre.url, clock) as room:
        make_kiosk(room, testing_centre.new_code())
        with open_counter(room, tmp_path) as counter:
            siti = Returning(counter)
            siti.register()
            counter.wait_until_told(CentreState.PHOTO_VERIFYING)
            testing_centre.operator.accept_photo(siti.registration.submission_id)
            counter.wait_until_told(CentreState.TEST_PENDING)
            yield siti


def sit(counter: Counter, answers: Mapping[str, str]) -> None:
    """From what is to be expected to the end; what is not among the answers is skipped."""
    counter.hand.press("next_button")
    for question in DEMO_ASSESSMENT.questions:
        choices = [choice.choice_id for choice in question.choices]
        if question.question_id in answers:
            counter.hand.press(f"answer_{choices.index(answers[question.question_id])}")
        counter.hand.press("next_button")
    counter.hand.press("next_button")
    counter.hand.press("agree_button")  # some questions are open


def test_the_test_is_sat_again_until_it_is_enough(
    siti: Returning, testing_centre: Centre, clock: Clock
) -> None:
    counter, hand = siti.counter, siti.hand
    siti.come_to_status()
    hand.press("test_button")
    sit(counter, {"change": DEMO_ANSWERS["change"]})
    hand.wait_until(lambda: siti.reads("status.test_again"), "it is not enough yet")
    assert siti.reads("state.test_pending")
    siti.leave()

    counter.sign_in()
    lead(siti)
    hand.type_date("ticket_birth", BIRTH_DATE)
    hand.press("birth_next_button")
    hand.wait_until(lambda: siti.reads("assessment.title"), "what is to be expected")
    clock.let_pass(LONGER_THAN_A_GRANT)
    sit(counter, DEMO_ANSWERS)
    hand.wait_until(lambda: siti.reads("status.test_done"), "it is enough")
    assert hand.sees("join_button")
    siti.leave()

    counter.wait_until_told(CentreState.ELIGIBLE)
    record = testing_centre.record(siti.registration.submission_id)
    scores = [f"test: {right} of {len(DEMO_ANSWERS)}" for right in (1, len(DEMO_ANSWERS))]
    assert [event.text for event in record.events if event.text in scores] == scores
