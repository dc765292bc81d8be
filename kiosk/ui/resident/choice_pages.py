"""Pages with one question and a closed list of answers."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain import reading
from kiosk.domain.background import (
    MOST_INTERESTS,
    BackgroundProblem,
    Sex,
    TrainingInterest,
    parse_dependants,
    parse_training_interests,
)
from kiosk.domain.draft import Draft
from kiosk.domain.nik import NikProblem, NikWarning, nik_warnings
from kiosk.domain.region import DistrictStanding
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.pads import NumberPad


def _labels(options: type[StrEnum], table: str) -> Mapping[str, Sentence]:
    return {option.value: Sentence(f"{table}.{option.value}") for option in options}


class ChoicePage(Page):
    """One of a list, kept in one field of the draft."""

    reads_all = True

    def __init__(
        self, look: Look, texts: str, field: str, options: type[StrEnum], missing: str
    ) -> None:
        """`texts`: table with `title` and `hint`; labels are under `<field>.<value>`."""
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        self._draft_field, self._missing = field, missing
        self.choice = ChoiceList(look, field, _labels(options, field), is_alone=True)
        self.choice.changed.connect(self.answer_changed)
        self.body.addWidget(self.choice)

    def fill(self, draft: Draft) -> None:
        """Show the choice."""
        self.choice.choose([getattr(draft, self._draft_field) or ""])

    def focus_first(self) -> None:
        """Begin at the choice."""
        self.choice.focus_first()

    def forget(self) -> None:
        """Choose nothing."""
        self.choice.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """One choice."""
        if self.choice.value is None:
            return Sentence(self._missing)
        return draft.but(**{self._draft_field: self.choice.value})


class SexPage(ChoicePage):
    """As on the KTP; compared with the NIK as a question."""

    possible_doubts: ClassVar = (NikWarning.SEX,)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "identity.sex", "sex", Sex, BackgroundProblem.SEX)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask when the NIK says otherwise."""
        nik, sex = reading.nik(draft), reading.sex(draft)
        if isinstance(nik, NikProblem) or isinstance(sex, BackgroundProblem):
            return ()
        warnings = nik_warnings(nik, born=None, sex=sex, standing=DistrictStanding.CURRENT)
        return [Sentence(warning) for warning in warnings]


class InterestsPage(Page):
    """Up to three topics."""

    reads_all = True

    def __init__(self, look: Look) -> None:
        super().__init__(look, "background.interests.title", "background.interests.hint")
        labels = _labels(TrainingInterest, "training_interest")
        self.choice = ChoiceList(look, "training_interest", labels, most=MOST_INTERESTS)
        self.choice.changed.connect(self.answer_changed)
        self.body.addWidget(self.choice)

    def fill(self, draft: Draft) -> None:
        """Show the choices."""
        self.choice.choose(draft.training_interests)

    def focus_first(self) -> None:
        """Begin at the choices."""
        self.choice.focus_first()

    def forget(self) -> None:
        """Choose nothing."""
        self.choice.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """One to three topics."""
        topics = parse_training_interests(self.choice.values)
        if isinstance(topics, BackgroundProblem):
            return Sentence(topics)
        return draft.but(training_interests=tuple(topic.value for topic in topics))


class DependantsPage(Page):
    """How many people live from this person's income."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "background.dependants.title", "background.dependants.hint")
        self.field = DigitGroupsField(look, "dependants", "background.dependants.title", (2,))
        self.field.textChanged.connect(self.answer_changed)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addStretch(2)
        self.body.addLayout(row)
        pad = NumberPad(look)
        pad.types_into(self.field)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)

    def fill(self, draft: Draft) -> None:
        """Show the number."""
        self.field.setText("" if draft.dependants is None else str(draft.dependants))

    def read(self, draft: Draft) -> Draft | Sentence:
        """A number that can be."""
        number = parse_dependants(self.field.text())
        return (
            Sentence(number)
            if isinstance(number, BackgroundProblem)
            else draft.but(dependants=number)
        )
