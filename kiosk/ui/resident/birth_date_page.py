"""The birth date in three fields, compared with the NIK as a question."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.birth_date import BirthDateProblem, parse_birth_date
from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityAnswers, check_eligibility
from kiosk.domain.nik import NikProblem, NikWarning, nik_warnings, parse_nik
from kiosk.domain.region import DistrictStanding
from kiosk.domain.window import wib
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.criteria_page import rules_of, tell_reason
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.pads import NumberPad

_PARTS = (("day", 2), ("month", 2), ("year", 4))


class BirthDatePage(Page):
    """Day, month, year; a full field hands on to the next."""

    possible_doubts: ClassVar = (NikWarning.BIRTH_DATE,)

    def __init__(
        self, look: Look, config: Callable[[], ConfigBundle], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "identity.birth_date.title", "identity.birth_date.hint")
        self._config, self._clock = config, clock
        self._fields = [
            DigitGroupsField(look, f"birth_{part}", f"identity.birth_date.{part}", (length,))
            for part, length in _PARTS
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for column, (field, (part, length)) in enumerate(zip(self._fields, _PARTS, strict=True)):
            grid.addWidget(label(look, f"identity.birth_date.{part}", "small"), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, length)
            field.textChanged.connect(self.answer_changed)
            field.textChanged.connect(self._hand_on)
        self.body.addLayout(grid)
        pad = NumberPad(look)
        pad.types_into(*self._fields)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)

    def fill(self, draft: Draft) -> None:
        """Show the date."""
        born = draft.birth_date
        parts = ("", "", "") if born is None else born.strftime("%d %m %Y").split()
        for field, part in zip(self._fields, parts, strict=True):
            field.setText(part)

    def read(self, draft: Draft) -> Draft | Sentence:
        """A date, of somebody old and young enough."""
        born = parse_birth_date(*(field.text() for field in self._fields))
        if isinstance(born, BirthDateProblem):
            return Sentence(born)
        reasons = check_eligibility(
            EligibilityAnswers(), born, wib(self._clock()).date(), rules_of(self._config())
        )
        return Sentence(f"reason.{reasons[0]}.title") if reasons else draft.but(birth_date=born)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask when the NIK says another date; the KTP is right."""
        return nik_doubts(draft, born=draft.birth_date)

    def explain(self, problem: Sentence) -> None:
        """Say what is wrong with the date or the age."""
        if problem.key.startswith("reason."):
            tell_reason(self, problem)
        else:
            super().explain(problem)

    def _hand_on(self) -> None:
        field = self.focusWidget()
        if field in self._fields[:-1] and field.is_full:
            following = self._fields[self._fields.index(field) + 1]
            following.setFocus(Qt.FocusReason.TabFocusReason)


def nik_doubts(draft: Draft, *, born: date | None) -> Sequence[Sentence]:
    """What differs between the NIK and a birth date."""
    nik = parse_nik(draft.nik or "")
    if isinstance(nik, NikProblem):
        return ()
    warnings = nik_warnings(nik, born=born, sex=None, standing=DistrictStanding.CURRENT)
    return [Sentence(warning) for warning in warnings]
