"""What the members of one family card have in common, carried from one form to the next."""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.address import AddressWarning
from kiosk.domain.draft import Draft
from kiosk.domain.family_card import FamilyCardWarning

_COMMON: Final = (
    "assisted_by",
    "kk",
    "kk_is_latest",
    "village_code",
    "address_line",
    "domicile_same",
    "domicile_line",
    "domicile_village_code",
)
_ABOUT_COMMON: Final = frozenset({*FamilyCardWarning, *AddressWarning})


@dataclass(frozen=True, slots=True, repr=False)
class Household:
    """Family card and address of somebody who has just been registered; never stored.

    `answers` are names of the draft's fields with their values, `confirmed_warnings` those that
    were confirmed about them.
    """

    answers: tuple[tuple[str, object], ...]
    confirmed_warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return "Household()"

    def move_in(self, draft: Draft) -> Draft:
        """The same form with family card and address of this household."""
        return draft.but(**dict(self.answers), confirmed_warnings=self.confirmed_warnings)


def household_of(draft: Draft) -> Household:
    """What the next member of this family need not say again, and which officer helps."""
    return Household(
        answers=tuple((name, getattr(draft, name)) for name in _COMMON),
        confirmed_warnings=tuple(w for w in draft.confirmed_warnings if w in _ABOUT_COMMON),
    )
