"""The order of the resident's pages: which comes next, which came before, and where to resume."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.domain.draft import Draft


class Step(StrEnum):
    """One page of the form, in order. Drafts remember the value."""

    CONSENT = "consent"
    CRITERIA = "criteria"
    NIK = "nik"
    NIK_AGAIN = "nik_again"
    KK = "kk"
    KK_AGAIN = "kk_again"
    BIRTH_DATE = "birth_date"
    NAME = "name"
    BIRTH_PLACE = "birth_place"
    SEX = "sex"
    VILLAGE = "village"
    ADDRESS_LINE = "address_line"
    DOMICILE = "domicile"
    DOMICILE_VILLAGE = "domicile_village"
    DOMICILE_LINE = "domicile_line"
    PHONE = "phone"
    PHONE_AGAIN = "phone_again"
    EMAIL = "email"
    EMAIL_OPENED = "email_opened"
    EDUCATION = "education"
    MARITAL_STATUS = "marital_status"
    DEPENDANTS = "dependants"
    EMPLOYMENT = "employment"
    INTERESTS = "interests"
    STATEMENT = "statement"
    SIGNATURE = "signature"
    PHOTO = "photo"
    REVIEW = "review"
    SLIP = "slip"


class Stage(StrEnum):
    """What the resident sees as one step of nine."""

    CONSENT = "consent"
    CRITERIA = "criteria"
    IDENTITY = "identity"
    ADDRESS = "address"
    CONTACT = "contact"
    BACKGROUND = "background"
    STATEMENT = "statement"
    PHOTO = "photo"
    REVIEW = "review"


_LAST_STEP_OF: Final[Mapping[Stage, Step]] = {
    Stage.CONSENT: Step.CONSENT,
    Stage.CRITERIA: Step.CRITERIA,
    Stage.IDENTITY: Step.SEX,
    Stage.ADDRESS: Step.DOMICILE_LINE,
    Stage.CONTACT: Step.EMAIL_OPENED,
    Stage.BACKGROUND: Step.INTERESTS,
    Stage.STATEMENT: Step.SIGNATURE,
    Stage.PHOTO: Step.PHOTO,
    Stage.REVIEW: Step.SLIP,
}
_ORDER: Final = tuple(Step)
STAGES: Final = len(Stage)

_BELONGS_TOGETHER: Final[Mapping[Step, Step]] = {
    Step.NIK: Step.NIK_AGAIN,
    Step.KK: Step.KK_AGAIN,
    Step.PHONE: Step.PHONE_AGAIN,
    Step.DOMICILE: Step.DOMICILE_LINE,
    Step.EMAIL: Step.EMAIL_OPENED,
}
"""A change of the first is finished only after the second."""


def stage_number(step: Step) -> int:
    """The step of nine, from 1, that a page belongs to."""
    place = _ORDER.index(step)
    lasts = [_ORDER.index(last) for last in _LAST_STEP_OF.values()]
    return 1 + sum(place > last for last in lasts)


def is_skipped(step: Step, draft: Draft) -> bool:
    """Whether this draft has nothing to ask on a page: its home is where its KTP says."""
    asks_domicile = step in {Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE}
    return asks_domicile and draft.domicile_same is True


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is in the form.

    Attributes:
        step: the page on screen.
        change_until: set while something is changed from the review: the last page of the change.
    """

    step: Step
    change_until: Step | None = None

    def forward(self, draft: Draft) -> "Walk":
        """The page after this one is completed; back to the review after a change."""
        for step in _ORDER[_ORDER.index(self.step) + 1 :]:
            if self.change_until is not None and _is_beyond(step, self.change_until):
                return Walk(Step.REVIEW)
            if not is_skipped(step, draft):
                return Walk(step, self.change_until)
        return self

    def back(self, draft: Draft) -> "Walk":
        """The page before; from the first page of a change back to the review."""
        if self.change_until is not None and not self._is_second_half():
            return Walk(Step.REVIEW)
        for step in reversed(_ORDER[: _ORDER.index(self.step)]):
            if not is_skipped(step, draft):
                return Walk(step, self.change_until)
        return self

    def change(self, step: Step) -> "Walk":
        """From the review to the page of one answer."""
        return Walk(step, _BELONGS_TOGETHER.get(step, step))

    def _is_second_half(self) -> bool:
        return self.step is self.change_until and self.step in _BELONGS_TOGETHER.values()


def resume(draft: Draft) -> Walk:
    """Where to go on with a saved draft: a photo is never saved, so not beyond it."""
    saved = Step(draft.step or Step.CONSENT)
    return Walk(Step.PHOTO if _is_beyond(saved, Step.PHOTO) else saved)


def _is_beyond(step: Step, other: Step) -> bool:
    return _ORDER.index(step) > _ORDER.index(other)
