"""The points of a good photo, ticked off one by one. What is not known for sure says so."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.domain.photo import Finding, PhotoCheck, PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.scroll import Scroll


class Point(StrEnum):
    """One line; the value ends the key of its words."""

    PLACE = "place"
    UPRIGHT = "upright"
    LIGHT = "light"
    SHARP = "sharp"
    EYES = "eyes"
    GLASSES = "glasses"
    HEADWEAR = "headwear"
    EARS = "ears"
    COVERING = "covering"


class CardPoint(StrEnum):
    """One line for a photo of the identity card."""

    WHOLE = "whole"
    NEAR = "near"
    LIGHT = "light"
    GLARE = "glare"
    SHARP = "sharp"


class Tick(StrEnum):
    """How one line stands. WAITING: there was nobody to look at yet."""

    WAITING = "waiting"
    GOOD = "good"
    UNSURE = "unsure"
    BAD = "bad"
    NOT_CHECKED = "not_checked"


CHECKS_OF: Final[Mapping[Point, frozenset[PhotoCheck]]] = {
    Point.PLACE: frozenset({PhotoCheck.PEOPLE, PhotoCheck.FRAMING}),
    Point.UPRIGHT: frozenset({PhotoCheck.POSE}),
    Point.LIGHT: frozenset({PhotoCheck.LIGHT}),
    Point.SHARP: frozenset({PhotoCheck.SHARPNESS}),
    Point.EYES: frozenset({PhotoCheck.EYES, PhotoCheck.MOUTH}),
    Point.GLASSES: frozenset({PhotoCheck.GLASSES}),
    Point.HEADWEAR: frozenset({PhotoCheck.HEADWEAR}),
    Point.EARS: frozenset({PhotoCheck.EARS}),
    Point.COVERING: frozenset({PhotoCheck.COVERING}),
}
"""Every check of the camera belongs to one line, but for those that are not listed."""

NOT_LISTED: Final = frozenset({PhotoCheck.BACKGROUND})
"""Advice for the officer's next photo: nothing that the resident on the chair can put right."""

CAUSES_OF: Final[Mapping[CardPoint, frozenset[Reason]]] = {
    CardPoint.WHOLE: frozenset({Reason.KTP_UNREADABLE, Reason.CUT_OFF}),
    CardPoint.NEAR: frozenset({Reason.TOO_SMALL}),
    CardPoint.LIGHT: frozenset({Reason.DARK}),
    CardPoint.GLARE: frozenset({Reason.BRIGHT}),
    CardPoint.SHARP: frozenset({Reason.BLUR}),
}

_WORST_FIRST: Final = (Tick.BAD, Tick.UNSURE, Tick.NOT_CHECKED, Tick.GOOD)
_SHOWN: Final = {
    Tick.WAITING: ("circle", "field_edge"),
    Tick.GOOD: ("circle-check", "right"),
    Tick.UNSURE: ("circle-alert", "attention"),
    Tick.BAD: ("circle-x", "wrong"),
    Tick.NOT_CHECKED: ("circle-dashed", "quiet"),
}
_TICK_OF: Final = {
    Verdict.PASS: Tick.GOOD,
    Verdict.UNSURE: Tick.UNSURE,
    Verdict.FAIL: Tick.BAD,
    Verdict.SKIPPED: Tick.NOT_CHECKED,
}


def tick_of(point: Point, report: PhotoReport, profile: PhotoProfile) -> Tick:
    """How a report leaves one line; a cause that does not block is never worse than unsure."""
    if point is not Point.PLACE and Reason.NO_FACE in report.failed(frozenset({Reason.NO_FACE})):
        return Tick.WAITING
    ticks = {_tick(f, profile) for f in report.findings if f.check in CHECKS_OF[point]}
    return next((tick for tick in _WORST_FIRST if tick in ticks), Tick.NOT_CHECKED)


def _tick(finding: Finding, profile: PhotoProfile) -> Tick:
    tick = _TICK_OF[finding.verdict]
    return Tick.UNSURE if tick is Tick.BAD and finding.reason not in profile.blocking else tick


P = TypeVar("P", bound=StrEnum)


class CheckList(QWidget, Generic[P]):
    """Points with their ticks; `words` begins the keys of theirs."""

    def __init__(self, look: Look, words: str, points: Iterable[P]) -> None:
        super().__init__()
        self.setObjectName("check_list")
        self._rows = {point: _Row(look, f"{words}.{point}") for point in points}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows.values():
            column.addWidget(row, 1)

    def tick(self, point: P) -> Tick:
        """How a line is shown."""
        return self._rows[point].tick

    def show_report(self, report: PhotoReport, profile: PhotoProfile) -> None:
        """Tick what a report says."""
        for point, row in self._rows.items():
            row.show_tick(self.tick_of(point, report, profile))

    def tick_of(self, point: P, report: PhotoReport, profile: PhotoProfile) -> Tick:
        """How a report leaves one line."""
        raise NotImplementedError

    def clear(self) -> None:
        """Take every tick away."""
        for row in self._rows.values():
            row.show_tick(Tick.WAITING)


class PhotoCheckList(CheckList[Point]):
    """The points of a good photo of the face."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "photo.point", Point)

    def tick_of(self, point: Point, report: PhotoReport, profile: PhotoProfile) -> Tick:
        """By the checks that belong to the line."""
        return tick_of(point, report, profile)


class CardCheckList(CheckList[CardPoint]):
    """The points of a good photo of the identity card."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "ktp.point", CardPoint)

    def tick_of(self, point: CardPoint, report: PhotoReport, profile: PhotoProfile) -> Tick:
        """By the causes that belong to the line; nothing is known of a card that is not there."""
        ticks = {_tick(f, profile) for f in report.findings if f.reason in CAUSES_OF[point]}
        return next((tick for tick in _WORST_FIRST if tick in ticks), Tick.WAITING)


def filling(check_list: QWidget) -> Scroll:
    """The list spread over all the room there is; it scrolls where that is too little."""
    scroll = Scroll()
    scroll.body.addWidget(check_list)
    column = scroll.content.layout()
    if isinstance(column, QVBoxLayout):
        column.setStretch(0, 1)  # instead of the empty rest below
        column.setStretch(1, 0)
    return scroll


class _Row(QWidget):
    def __init__(self, look: Look, key: str) -> None:
        super().__init__()
        self._look = look
        self.tick = Tick.WAITING
        self._icon = icon_label(look, *_SHOWN[Tick.WAITING], 26)
        self._words = label(look, key, "point")
        self._note: QLabel = label(look, f"photo.tick.{self.tick}", "small")
        self._note.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(14)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self._note)
        self._show()

    def show_tick(self, tick: Tick) -> None:
        """Show how the line stands, if that changed."""
        if tick is not self.tick:
            self.tick = tick
            self._show()

    def _show(self) -> None:
        icon, colour = _SHOWN[self.tick]
        self._look.draw(self._icon, icon, colour, 26)
        self._look.name(self._icon, f"photo.tick.{self.tick}")
        self._look.write(self._note, f"photo.tick.{self.tick}")
        self._note.setVisible(self.tick in {Tick.NOT_CHECKED, Tick.UNSURE})
        mark(self._words, kind=colour)
