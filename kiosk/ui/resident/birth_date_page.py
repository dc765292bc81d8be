"""The birth date in three fields, compared with the NIK as a question."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar

from PySide6.QtCore import Signal

from kiosk.domain.birth_date import BirthDateProblem
from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityAnswers, check_eligibility
from kiosk.domain.nik import NikProblem, NikWarning, nik_warnings, parse_nik
from kiosk.domain.reason import Reason
from kiosk.domain.region import DistrictStanding
from kiosk.domain.window import wib
from kiosk.sync.configuration import rules_of
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.date_fields import DateFields
from kiosk.ui.widgets.pads import NumberPad


class BirthDatePage(Page):
    """Day, month, year, and whether somebody born then may register.

    Signals:
        refused: with the Reasons why not.
    """

    refused = Signal(object)
    possible_doubts: ClassVar = (NikWarning.BIRTH_DATE,)

    def __init__(
        self, look: Look, config: Callable[[], ConfigBundle], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "identity.birth_date.title", "identity.birth_date.hint")
        self._config, self._clock = config, clock
        self.date = DateFields(look, "birth")
        self.date.changed.connect(self.answer_changed)
        self.body.addWidget(self.date)
        pad = NumberPad(look)
        pad.types_into(*self.date.fields)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)

    def fill(self, draft: Draft) -> None:
        """Show the date."""
        self.date.show_date(draft.birth_date)

    def read(self, draft: Draft) -> Draft | Sentence:
        """A date."""
        born = self.date.value
        return Sentence(born) if isinstance(born, BirthDateProblem) else draft.but(birth_date=born)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask when the NIK says another date; the KTP is right."""
        return nik_doubts(draft, born=draft.birth_date)

    def _go_on(self) -> None:
        born = self.date.value
        reasons = () if isinstance(born, BirthDateProblem) else self._against(born)
        if reasons:
            self.refused.emit(reasons)
        else:
            super()._go_on()

    def _against(self, born: date) -> tuple[Reason, ...]:
        today = wib(self._clock()).date()
        return check_eligibility(EligibilityAnswers(), born, today, rules_of(self._config()))


def nik_doubts(draft: Draft, *, born: date | None) -> Sequence[Sentence]:
    """What differs between the NIK and a birth date."""
    nik = parse_nik(draft.nik or "")
    if isinstance(nik, NikProblem):
        return ()
    warnings = nik_warnings(nik, born=born, sex=None, standing=DistrictStanding.CURRENT)
    return [Sentence(warning) for warning in warnings]
