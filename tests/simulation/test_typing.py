"""What comes out of the keyboard, alone and at the counter."""

from collections import Counter
from random import Random

import pytest

from kiosk.domain.nik import NIK_LENGTH
from kiosk.region_files import load_regions
from kiosk.simulation.mishaps import PASSED_2020, Luck, Mishap, Stage
from kiosk.simulation.population import Population, villages_of
from kiosk.simulation.typing import Alone, AtTheCounter, Typed, Typist, the_truth

MANY = 4000
POPULATION = Population(3, villages_of(load_regions()))
PEOPLE = [POPULATION.resident(number) for number in range(MANY)]


def wrong_answers(typist: Typist) -> Counter[str]:
    """How many of MANY people get each answer wrong."""
    wrong: Counter[str] = Counter()
    for one in PEOPLE:
        luck = Luck(Random(one.number))
        typed, truth = typist.type_all(one, luck.fate(), luck), the_truth(one)
        wrong.update(
            name for name in Typed.__slots__ if getattr(typed, name) != getattr(truth, name)
        )
    return wrong


@pytest.mark.parametrize("stage", list(Stage))
def test_as_many_fail_at_a_stage_as_the_press_told(stage: Stage) -> None:
    fates = [Luck(Random(number)).fate()[stage] for number in range(MANY)]
    passed = sum(fate is None for fate in fates) / MANY
    assert passed == pytest.approx(PASSED_2020[stage], abs=0.02)


def test_typing_twice_leaves_next_to_no_number_wrong() -> None:
    alone, counter = wrong_answers(Alone()), wrong_answers(AtTheCounter())
    assert alone["nik"] > MANY * 0.08
    assert counter["nik"] < MANY * 0.005
    assert counter["phone"] < MANY * 0.005
    assert counter["email"] < alone["email"] / 5


def test_a_date_that_does_not_fit_the_nik_is_looked_up_on_the_card() -> None:
    assert wrong_answers(Alone())["birth_date"] > MANY * 0.02
    assert wrong_answers(AtTheCounter())["birth_date"] == 0


def test_an_old_card_is_old_however_often_it_is_typed() -> None:
    luck = Luck(Random(1))
    fate = {**dict.fromkeys(Stage), Stage.IDENTITY: Mishap.KK_OLD}
    typed = AtTheCounter().type_all(PEOPLE[0], fate, luck)
    assert typed.kk != PEOPLE[0].kk
    assert typed.nik == PEOPLE[0].nik


def test_a_mistyped_number_is_another_number_of_the_same_length() -> None:
    luck = Luck(Random(1))
    for one in PEOPLE[:500]:
        typed = luck.mistyped(one.nik)
        assert typed != one.nik
        assert len(typed) == NIK_LENGTH
