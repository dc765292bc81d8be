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
    EMAIL_AGAIN = "email_again"
    EMAIL_OPENED = "email_opened"
    EDUCATION = "education"
    MARITAL_STATUS = "marital_status"
    DEPENDANTS = "dependants"
    EMPLOYMENT = "employment"
    INTERESTS = "interests"
    STATEMENT = "statement"
    SIGNATURE = "signature"
    ASSESSMENT = "assessment"
    KTP_PHOTO = "ktp_photo"
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
    Stage.STATEMENT: Step.ASSESSMENT,
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
_FIRST_OF: Final = {last: first for first, last in _BELONGS_TOGETHER.items()}


def stage_number(step: Step) -> int:
    """The step of nine, from 1, that a page belongs to."""
    place = _ORDER.index(step)
    lasts = [_ORDER.index(last) for last in _LAST_STEP_OF.values()]
    return 1 + sum(place > last for last in lasts)


def skipped_steps(draft: Draft, *, asks_test: bool, wants_card: bool) -> frozenset[Step]:
    """The pages that have nothing to ask of this draft.

    `asks_test`: there is a test that this draft has not handed in; `wants_card`: the photo profile
    asks for a photo of the KTP.
    """
    nothing_to_ask = {
        Step.DOMICILE_VILLAGE: draft.domicile_same is True,
        Step.DOMICILE_LINE: draft.domicile_same is True,
        Step.ASSESSMENT: not asks_test,
        Step.KTP_PHOTO: not wants_card or draft.photo_exception is not None,
        Step.PHOTO: draft.photo_exception is not None,
    }
    return frozenset(step for step, is_so in nothing_to_ask.items() if is_so)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where somebody is in the form.

    Attributes:
        step: the page on screen.
        change_until: set while something is changed from the review: the last page of the change.
    """

    step: Step
    change_until: Step | None = None

    def forward(self, skipped: frozenset[Step] = frozenset()) -> "Walk":
        """The page after this one is completed; back to the review after a change."""
        for step in _ORDER[_ORDER.index(self.step) + 1 :]:
            if self.change_until is not None and _is_beyond(step, self.change_until):
                return Walk(Step.REVIEW)
            if step not in skipped:
                return Walk(step, self.change_until)
        return self

    def back(self, skipped: frozenset[Step] = frozenset()) -> "Walk":
        """The page before; from the first page of a change back to the review."""
        if self.change_until is not None and self._is_first_of_change(self.change_until):
            return Walk(Step.REVIEW)
        for step in reversed(_ORDER[: _ORDER.index(self.step)]):
            if step not in skipped:
                return Walk(step, self.change_until)
        return self

    def change(self, step: Step) -> "Walk":
        """From the review to the page of one answer."""
        return Walk(step, _BELONGS_TOGETHER.get(step, step))

    def _is_first_of_change(self, last: Step) -> bool:
        return self.step is _FIRST_OF.get(last, last)


def resume(draft: Draft, skipped: frozenset[Step] = frozenset()) -> Walk:
    """Where to go on with a saved draft: pictures are never saved, so not beyond the first."""
    saved = Step(draft.step or Step.CONSENT)
    walk = Walk(Step.KTP_PHOTO if _is_beyond(saved, Step.KTP_PHOTO) else saved)
    return walk.forward(skipped) if walk.step in skipped else walk


def _is_beyond(step: Step, other: Step) -> bool:
    return _ORDER.index(step) > _ORDER.index(other)
