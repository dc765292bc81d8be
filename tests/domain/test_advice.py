"""Advice comes from people who were held up, and only where they were many."""

import pytest

from kiosk.domain.advice import Advice, advise
from kiosk.domain.reason import Reason


def test_the_cause_of_most_people_is_what_is_advised_about() -> None:
    advice = advise(30, {Reason.TILT: 4, Reason.SHADOW: 12})
    assert advice == Advice(Reason.SHADOW, 12, 30)
    assert advice.key == "reason.SHADOW.officer"


@pytest.mark.parametrize(
    ("photographed", "held_up", "is_many"),
    [(0, 0, False), (2, 2, False), (3, 3, True), (15, 3, True), (16, 3, False), (100, 20, True)],
)
def test_what_befell_a_few_is_no_advice(photographed: int, held_up: int, is_many: bool) -> None:
    causes = {Reason.DARK: held_up} if held_up else {}
    assert (advise(photographed, causes) is not None) is is_many
