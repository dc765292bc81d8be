"""NIK and family card number: each typed once, then once more without seeing the first."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt

from kiosk.domain.double_entry import differing_groups
from kiosk.domain.draft import Draft
from kiosk.domain.family_card import (
    FamilyCardProblem,
    FamilyCardWarning,
    family_card_warnings,
    parse_family_card,
)
from kiosk.domain.nik import NikProblem, NikWarning, nik_warnings, parse_nik
from kiosk.domain.region import Regions
from kiosk.domain.used_before import UsedBeforeWarning
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.choice import YesNo
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import NumberPad

_FAULTY_GROUPS: Final[Mapping[str, tuple[int, ...]]] = {
    NikProblem.BIRTH_DATE: (1, 2),
    NikProblem.SERIAL: (3,),
}
"""Where in a NIK the problem is: the groups of four, from 0."""


class NumberPage(Page):
    """A number in groups, with the pad beside it."""

    def __init__(
        self, look: Look, texts: str, name: str, groups: tuple[int, ...] = (4, 4, 4, 4)
    ) -> None:
        """`texts`: table with `title` and `hint`."""
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        self.field = DigitGroupsField(look, name, f"{texts}.title", groups)
        self.field.textChanged.connect(self.answer_changed)
        self.body.addWidget(self.field)
        pad = NumberPad(look)
        pad.types_into(self.field)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)


class NikPage(NumberPage):
    """The NIK, for the first time."""

    possible_doubts: ClassVar = (
        NikWarning.REGION_UNKNOWN,
        NikWarning.REGION_FORMER,
        UsedBeforeWarning.NIK,
    )

    def __init__(self, look: Look, regions: Regions) -> None:
        super().__init__(look, "identity.nik", "nik_first")
        self._regions = regions

    def fill(self, draft: Draft) -> None:
        """Show the NIK."""
        self.field.setText(draft.nik or "")

    def read(self, draft: Draft) -> Draft | Sentence:
        """A NIK; what was confirmed about another NIK is to be asked again."""
        nik = parse_nik(self.field.text())
        if isinstance(nik, NikProblem):
            return Sentence(nik)
        if nik.value == draft.nik:
            return draft
        about_another = {NikWarning.BIRTH_DATE, NikWarning.SEX}
        confirmed = tuple(w for w in draft.confirmed_warnings if w not in about_another)
        return draft.but(nik=nik.value, confirmed_warnings=confirmed)

    def focus_fault(self, problem: Sentence) -> None:
        """Colour the groups that cannot be; the cursor waits on the first."""
        super().focus_fault(problem)
        if problem.key in _FAULTY_GROUPS:
            self.field.highlight(_FAULTY_GROUPS[problem.key])

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask about districts that are in no list of today."""
        nik = parse_nik(draft.nik or "")
        if isinstance(nik, NikProblem):
            return ()
        standing = self._regions.district_of(nik.district_code).standing
        return [Sentence(w) for w in nik_warnings(nik, born=None, sex=None, standing=standing)]


class KkPage(NumberPage):
    """The family card number, for the first time, and whether the card is the latest."""

    possible_doubts: ClassVar = tuple(FamilyCardWarning)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "identity.kk", "kk_first")
        self.latest = YesNo(look, "kk_is_latest", "identity.kk.latest", stacked=True)
        self.latest.changed.connect(self.answer_changed)
        self.body.addWidget(self.latest)

    def fill(self, draft: Draft) -> None:
        """Show the number and the answer."""
        self.field.setText(draft.kk or "")
        self.latest.show_answer(draft.kk_is_latest)

    def forget(self) -> None:
        """Forget the answer."""
        self.latest.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """A number that is not the NIK, and an answer."""
        nik = parse_nik(draft.nik or "")
        own = None if isinstance(nik, NikProblem) else nik
        number = parse_family_card(self.field.text(), nik=own)
        if isinstance(number, FamilyCardProblem):
            return Sentence(number)
        if self.latest.answer is None:
            return Sentence(FamilyCardProblem.LATEST_REQUIRED)
        return draft.but(kk=number.value, kk_is_latest=self.latest.answer)

    def focus_fault(self, problem: Sentence) -> None:
        """The number, or the question below it."""
        if problem.key == FamilyCardProblem.LATEST_REQUIRED:
            self.latest.focus_first()
        else:
            super().focus_fault(problem)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask about what is unusual on a family card."""
        number = parse_family_card(draft.kk or "", nik=None)
        if isinstance(number, FamilyCardProblem):
            return ()
        return [Sentence(w) for w in family_card_warnings(number, is_latest=draft.kk_is_latest)]


class AgainPage(NumberPage):
    """The same number once more, blind; a group that differs is shown and typed over."""

    def __init__(
        self,
        look: Look,
        texts: str,
        name: str,
        first_entry: Callable[[Draft], str],
        too_short: str,
        groups: tuple[int, ...] = (4, 4, 4, 4),
    ) -> None:
        """`first_entry` finds in the draft what was typed first; `too_short` says what is."""
        super().__init__(look, texts, name, groups)
        self._first_entry = first_entry
        self._too_short = too_short
        self._compared_with = ""

    def enter(self, draft: Draft) -> None:
        """Start blind again when the first entry was changed."""
        first = self._first_entry(draft)
        if first != self._compared_with:
            self._compared_with = first
            self.field.wipe()
            self.notice.clear()
        super().enter(draft)

    def forget(self) -> None:
        """Forget the first entry."""
        self._compared_with = ""

    def read(self, draft: Draft) -> Draft | Sentence:
        """Both entries are the same."""
        typed = self.field.text()
        if not typed or len(typed) != len(self._compared_with):
            return Sentence(self._too_short)
        if self._differing():
            return Sentence(f"again.group_{self._differing()[0] + 1}")
        return draft

    def explain(self, problem: Sentence) -> None:
        """Colour the groups that differ; the cursor waits on the first."""
        self.notice.tell(Kind.ATTENTION, problem)
        if problem.key != self._too_short:
            self.notice.tell(Kind.ATTENTION, problem, Sentence("again.do"))
            self.field.highlight(self._differing())
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _differing(self) -> tuple[int, ...]:
        last = len(self.field.groups) - 1
        found = differing_groups(self._compared_with, self.field.text())
        return tuple(sorted({min(group, last) for group in found}))
