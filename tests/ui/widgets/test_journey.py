"""Where something has come to, said in words, marks and a line."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.journey import Journey, Pace

STOPS = ("sent", "checked", "batch", "result")


def bold(journey: Journey) -> list[str]:
    """The words that stand out."""
    return [w.text() for w in journey.findChildren(QLabel) if w.property("role") == "strong"]


def marks(journey: Journey) -> list[bytes]:
    """What is drawn above each stop."""
    pictures = [w.pixmap().toImage() for w in journey.findChildren(QLabel) if not w.text()]
    return [bytes(each.constBits()) for each in pictures]


@pytest.mark.parametrize("reached", range(4))
def test_the_stop_of_the_moment_stands_out_and_is_named(qtbot: QtBot, reached: int) -> None:
    look = Look()
    journey = Journey(look, "status.journey", STOPS)
    qtbot.addWidget(journey)
    journey.show_at(reached, Pace.WAITING)
    here = look.text(f"status.journey.{STOPS[reached]}")
    assert bold(journey) == [here]
    assert here in journey.accessibleName()


def test_behind_here_and_ahead_differ_by_more_than_colour(qtbot: QtBot) -> None:
    look = Look()
    look.toggle_contrast()
    journey = Journey(look, "status.journey", STOPS)
    qtbot.addWidget(journey)
    seen = set()
    for pace in Pace:
        journey.show_at(1, pace)
        behind, here, ahead, last = marks(journey)
        assert ahead == last
        seen |= {behind, here, ahead}
    assert len(seen) == len(Pace) + 2


def test_at_the_end_everything_is_behind(qtbot: QtBot) -> None:
    journey = Journey(Look(), "status.journey", STOPS)
    qtbot.addWidget(journey)
    journey.show_at(len(STOPS), Pace.WAITING)
    assert len(set(marks(journey))) == 1
    assert bold(journey) == []
