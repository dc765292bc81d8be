"""Invented residents to practise with, from easy to tricky. Their serials are never given out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason

ENTRIES: Final = (
    *("nik", "kk", "kk_is_latest", "birth_date", "full_name", "phone", "email"),
)  # fmt: skip
"""The fields of a draft that are compared with the papers."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn photo: spoilt by a cause, or as it should be.

    Attributes:
        cause: what spoils it, or what somebody might take for a fault.
        others: causes that are offered beside.
    """

    cause: Reason
    is_spoilt: bool
    others: tuple[Reason, ...]

    @property
    def answer(self) -> Reason | None:
        """Why it is refused; None where it is accepted."""
        return self.cause if self.is_spoilt else None

    @property
    def choices(self) -> tuple[Reason, ...]:
        """In an order that gives nothing away."""
        return tuple(sorted((self.cause, *self.others)))


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who comes with KTP, KK and a note of phone and e-mail.

    Attributes:
        kk_note: written on the KK by hand.
        noted_phone, noted_email: as the guest wrote them down.
        trap: ends the key of what is to be minded with this guest.
    """

    full_name: str
    nik: str
    kk: str
    kk_is_latest: bool
    kk_note: str
    birth_date: date
    is_woman: bool
    phone: str
    noted_phone: str
    email: str
    noted_email: str
    pictures: tuple[Picture, ...]
    trap: str

    def answers(self) -> Mapping[str, object]:
        """What a draft has when everything was typed as it should be."""
        return {entry: getattr(self, entry) for entry in ENTRIES}


def answers_in(draft: Draft) -> Mapping[str, object]:
    """What was typed so far."""
    return {entry: getattr(draft, entry) for entry in ENTRIES}


def _spoilt(cause: Reason, *others: Reason) -> Picture:
    return Picture(cause, is_spoilt=True, others=others)


def _good(cause: Reason, *others: Reason) -> Picture:
    return Picture(cause, is_spoilt=False, others=others)


GUESTS: Final = (
    Guest(
        full_name="BUDI CONTOH",
        nik="3510091203989001",
        kk="3510090508159001",
        kk_is_latest=True,
        kk_note="",
        birth_date=date(1998, 3, 12),
        is_woman=False,
        phone="+6284012345601",
        noted_phone="0840 1234 5601",
        email="budi.contoh@example.com",
        noted_email="budi.contoh@example.com",
        pictures=(
            _spoilt(Reason.GLASSES, Reason.DARK, Reason.TILT),
            _good(Reason.SHADOW, Reason.MASK, Reason.TURNED),
        ),
        trap="plain",
    ),
    Guest(
        full_name="SITI LATIHAN",
        nik="3510094711909002",
        kk="3510092201189002",
        kk_is_latest=True,
        kk_note="",
        birth_date=date(1990, 11, 7),
        is_woman=True,
        phone="+6284022334402",
        noted_phone="+62 840-2233-4402",
        email="siti.latihan@gmail.com",
        noted_email="siti.latihan@gmial.com",
        pictures=(
            _spoilt(Reason.TILT, Reason.BLUR, Reason.GLASSES),
            _spoilt(Reason.EARS_HIDDEN, Reason.HEADWEAR, Reason.EYES_CLOSED),
        ),
        trap="woman",
    ),
    Guest(
        full_name="MA'RUF UJICOBA",
        nik="3510093001019003",
        kk="3510093101129003",
        kk_is_latest=False,
        kk_note="Pindah 2024. KK baru ada di rumah.",
        birth_date=date(2001, 1, 30),
        is_woman=False,
        phone="+6284033003303",
        noted_phone="0840.3300.3303",
        email="maruf.uji@yahoo.co.id",
        noted_email="maruf.uji@yaho.co.id",
        pictures=(
            _spoilt(Reason.EYES_CLOSED, Reason.MOUTH_OPEN, Reason.TOO_SMALL),
            _good(Reason.OFF_CENTRE, Reason.DARK, Reason.SHADOW),
            _spoilt(Reason.HEADWEAR, Reason.EARS_HIDDEN, Reason.MASK),
        ),
        trap="old_card",
    ),
    Guest(
        full_name="NI LUH SIMULASI",
        nik="3510095606879004",
        kk="3510091004179004",
        kk_is_latest=True,
        kk_note="",
        birth_date=date(1987, 6, 15),
        is_woman=True,
        phone="+6284050055004",
        noted_phone="840 5005 5004",
        email="niluh.simulasi@gmail.com",
        noted_email="niluh.simulasi@gmail.con",
        pictures=(
            _spoilt(Reason.DARK, Reason.SHADOW, Reason.BLUR),
            _good(Reason.MASK, Reason.MOUTH_OPEN, Reason.OCCLUDED),
            _spoilt(Reason.MOUTH_OPEN, Reason.MASK, Reason.TURNED),
        ),
        trap="other_date",
    ),
)
"""One a round."""
