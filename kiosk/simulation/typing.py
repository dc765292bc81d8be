"""What comes out of the keyboard: alone on a telephone as in 2020, or at a counter with Loket."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final, Protocol

from kiosk.domain.email import suggest_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.nik import Nik, nik_warnings, parse_nik
from kiosk.domain.phone import Phone, parse_phone
from kiosk.domain.region import DistrictStanding
from kiosk.simulation.mishaps import Fate, Luck, Mishap, Stage
from kiosk.simulation.population import Resident

NOBODYS_MAILBOX: Final = "salahketik"
_MISTYPED_PROVIDERS: Final = ("gmial.com", "gmail.con", "gnail.com", "yaho.co.id", "gmail.cm")


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What was entered and goes by whom it is about."""

    nik: str
    kk: str
    birth_date: date
    email: str
    phone: str


def the_truth(resident: Resident) -> Typed:
    """What stands on the cards, and the address and number that are theirs."""
    return Typed(resident.nik, resident.kk, resident.birth_date, resident.email, resident.phone)


class Typist(Protocol):
    """How the five answers on which everything depends get into the form."""

    def type_all(self, resident: Resident, fate: Fate, luck: Luck) -> Typed:
        """Everything at once; `fate` is what goes wrong first, `luck` what goes wrong again."""


class Alone:
    """Once, unchecked: only what no form would take is typed again."""

    def type_all(self, resident: Resident, fate: Fate, luck: Luck) -> Typed:
        """As it is typed."""
        identity, phone = fate[Stage.IDENTITY], fate[Stage.PHONE]
        return Typed(
            nik=_sound(lambda: _nik(resident, luck, identity), _is_nik),
            kk=_sound(lambda: _kk(resident, luck, identity), _is_kk),
            birth_date=_birth_date(resident, identity),
            email=_email(resident, fate[Stage.EMAIL]),
            phone=_sound(lambda: _phone(resident, luck, phone), _is_phone),
        )


class AtTheCounter:
    """By the kiosk's own rules: NIK, card and phone blindly twice, the address looked through.

    What differs, or is no such number, is typed again.
    """

    def type_all(self, resident: Resident, fate: Fate, luck: Luck) -> Typed:
        """What stands after all that was asked."""
        identity, phone = fate[Stage.IDENTITY], fate[Stage.PHONE]
        nik = _twice(partial(_nik, resident, luck), luck, (Stage.IDENTITY, identity), _is_nik)
        card = Mishap.KK_OLD if identity is Mishap.KK_OLD else None
        kk = _twice(
            lambda slip: _kk(resident, luck, card or slip), luck, (Stage.IDENTITY, identity), _is_kk
        )
        return Typed(
            nik=nik,
            kk=kk,
            birth_date=_compared_with_nik(_birth_date(resident, identity), resident, nik),
            email=_looked_through(resident, fate[Stage.EMAIL], luck),
            phone=_twice(partial(_phone, resident, luck), luck, (Stage.PHONE, phone), _is_phone),
        )


def _nik(resident: Resident, luck: Luck, mishap: Mishap | None) -> str:
    return luck.mistyped(resident.nik) if mishap is Mishap.NIK_TYPED else resident.nik


def _kk(resident: Resident, luck: Luck, mishap: Mishap | None) -> str:
    if mishap is Mishap.KK_OLD:
        return old_card(resident)
    return luck.mistyped(resident.kk) if mishap is Mishap.KK_TYPED else resident.kk


def old_card(resident: Resident) -> str:
    """The number of the family before it moved: whoever brings the old card types it twice."""
    return resident.kk[:-4] + str(int(resident.kk[-4:]) - 1000)


def _phone(resident: Resident, luck: Luck, mishap: Mishap | None) -> str:
    if mishap is not Mishap.PHONE_TYPED:
        return resident.phone
    return resident.phone[:5] + luck.mistyped(resident.phone[5:])


def _birth_date(resident: Resident, mishap: Mishap | None) -> date:
    a_day = timedelta(days=1)
    return resident.birth_date + a_day * (mishap is Mishap.DATE_TYPED)


def _email(resident: Resident, mishap: Mishap | None) -> str:
    if mishap in {Mishap.EMAIL_DOMAIN, Mishap.EMAIL_NAME}:
        return f"{NOBODYS_MAILBOX}.{resident.number}@example.com"
    return resident.email


def _compared_with_nik(typed: date, resident: Resident, nik_text: str) -> date:
    """Where date and NIK disagree the kiosk asks to look at the card; whoever looks, mends it."""
    nik, standing = parse_nik(nik_text), DistrictStanding.CURRENT
    if isinstance(nik, Nik) and nik_warnings(nik, born=typed, sex=None, standing=standing):
        return resident.birth_date
    return typed


def _looked_through(resident: Resident, mishap: Mishap | None, luck: Luck) -> str:
    """A provider mistyped is suggested aright; a name mistyped is seen when it is typed again."""
    if mishap is Mishap.EMAIL_DOMAIN:
        typed = f"warga@{_MISTYPED_PROVIDERS[resident.number % len(_MISTYPED_PROVIDERS)]}"
        return _email(resident, None if suggest_email(typed) else mishap)
    if mishap is Mishap.EMAIL_NAME and luck.slip(Stage.EMAIL) is not mishap:
        return resident.email
    return _email(resident, mishap)


def _twice(
    typed: Callable[[Mishap | None], str],
    luck: Luck,
    first: tuple[Stage, Mishap | None],
    is_sound: Callable[[str], bool],
) -> str:
    """Typed with its first mishap, then again until two in a row are equal and can be."""
    stage, mishap = first
    last = typed(mishap)
    while True:
        again = typed(luck.slip(stage))
        if again == last and is_sound(again):
            return again
        last = again


def _sound(typed: Callable[[], str], is_sound: Callable[[str], bool]) -> str:
    """The first that a form takes."""
    return next(text for text in iter(typed, "") if is_sound(text))


def _is_nik(text: str) -> bool:
    return isinstance(parse_nik(text), Nik)


def _is_kk(text: str) -> bool:
    return isinstance(parse_family_card(text, nik=None), FamilyCardNumber)


def _is_phone(text: str) -> bool:
    return isinstance(parse_phone(text), Phone)
