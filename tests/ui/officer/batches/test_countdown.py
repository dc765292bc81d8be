"""The chip that counts down, at the edges of a batch."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.batch import BatchState
from kiosk.sync.protocol import Batch, ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.officer.batches.countdown import CountdownChip
from tests.store.counter import NOW
from tests.sync.scripted_central import bundle
from tests.ui.officer.batches.conftest import batch

CLOSES = NOW + timedelta(days=2)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def chip(qtbot: QtBot, look: Look) -> CountdownChip:
    chip = CountdownChip(look)
    qtbot.addWidget(chip)
    return chip


def told(*batches: Batch) -> ConfigBundle:
    return bundle().model_copy(update={"batches": list(batches)})


@pytest.mark.parametrize(
    ("before", "words", "colour"),
    [
        (timedelta(days=1, hours=23, minutes=59), "Gelombang tutup 1 hari 23 jam lagi", ""),
        (timedelta(days=1), "Gelombang tutup 1 hari lagi", ""),
        (timedelta(days=1) - MOMENT, "Gelombang tutup 23 jam 59 menit lagi", "attention"),
        (timedelta(hours=1), "Gelombang tutup 1 jam lagi", "attention"),
        (timedelta(minutes=59), "Gelombang tutup 59 menit lagi", "wrong"),
        (MOMENT, "Gelombang tutup kurang dari 1 menit lagi", "wrong"),
    ],
)
def test_it_never_says_more_time_than_there_is(
    chip: CountdownChip, before: timedelta, words: str, colour: str
) -> None:
    chip.count_down(told(batch(70, closes_at=CLOSES)), CLOSES - before)
    assert (chip.text(), chip.property("kind")) == (words, colour)


def test_at_the_closing_moment_it_counts_to_the_next_one(chip: CountdownChip, look: Look) -> None:
    following = batch(
        71,
        opens_at=CLOSES + timedelta(hours=3),
        closes_at=CLOSES + timedelta(days=1),
        state=BatchState.PLANNED,
    )
    chip.count_down(told(batch(70, closes_at=CLOSES), following), CLOSES)
    assert chip.text() == "Gelombang buka 3 jam lagi"
    meaning = look.text(chip.meaning.key, **chip.meaning.values)
    assert meaning == "Gelombang 71 dibuka 4 Maret 2026, pukul 13.00 WIB."


def test_of_several_it_counts_to_the_one_that_closes_first(chip: CountdownChip) -> None:
    soon = batch(71, closes_at=CLOSES - timedelta(days=1))
    chip.count_down(told(batch(70, closes_at=CLOSES), soon), NOW)
    assert chip.text() == "Gelombang tutup 1 hari lagi"


def test_without_a_batch_there_is_nothing_to_see(chip: CountdownChip) -> None:
    for nothing in (None, told(), told(batch(70, closes_at=CLOSES, state=BatchState.DECIDED))):
        chip.count_down(nothing, NOW)
        assert chip.isHidden()
