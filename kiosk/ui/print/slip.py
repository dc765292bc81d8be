"""What a slip says: nothing that opens an account or tells a whole number."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kiosk.domain.registration import Registration
from kiosk.domain.ticket import Ticket
from kiosk.domain.window import keep_number_until, wib
from kiosk.store.records import SubmissionRow
from kiosk.ui.dates import long_date
from kiosk.ui.text import Texts

NEXT_STEPS: Final = 4
_MOST_SIGNS: Final = 120
"""Of what others wrote, such as an office's name: more would push the rest off the paper."""


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """What a resident takes home.

    Attributes:
        masked_nik: None on a slip printed again, because the kiosk does not keep it.
        help_line: where to ask; None while the centre has not said it.
    """

    ticket: str
    masked_name: str
    masked_nik: str | None
    masked_phone: str
    office: str
    made_at: datetime
    keep_until: date
    help_line: str | None


def make_slip(registration: Registration, office: str, help_line: str, now: datetime) -> Slip:
    """The slip of a registration made at `now`."""
    return Slip(
        ticket=registration.ticket.display,
        masked_name=registration.masked_name,
        masked_nik=registration.nik.masked,
        masked_phone=registration.phone.masked,
        office=_shortened(office),
        made_at=wib(now),
        keep_until=keep_number_until(wib(now).date()),
        help_line=_shortened(help_line),
    )


def slip_again(row: SubmissionRow, office: str, help_line: str | None) -> Slip:
    """The slip of a registration made here earlier, from what the kiosk still knows of it."""
    made_at = wib(row.made_at)
    return Slip(
        ticket=Ticket(row.ticket).display,
        masked_name=row.masked_name,
        masked_nik=None,
        masked_phone=f"****-****-{row.phone_tail}",
        office=_shortened(office),
        made_at=made_at,
        keep_until=keep_number_until(made_at.date()),
        help_line=None if help_line is None else _shortened(help_line),
    )


def sample_slip(office: str, now: datetime) -> Slip:
    """A slip of nobody, to see what the printer makes of it."""
    made_at = wib(now)
    return Slip(
        ticket=Ticket("0000000000").display,
        masked_name="CONTOH",
        masked_nik=None,
        masked_phone="****-****-0000",
        office=_shortened(office),
        made_at=made_at,
        keep_until=keep_number_until(made_at.date()),
        help_line=None,
    )


def facts(slip: Slip) -> tuple[tuple[str, str], ...]:
    """Label key and value of each line about the resident."""
    lines = (
        ("review.full_name", slip.masked_name),
        ("review.nik", slip.masked_nik),
        ("review.phone", slip.masked_phone),
        ("slip.made_at", f"{slip.made_at:%d-%m-%Y, %H.%M} WIB"),
    )
    return tuple((key, value) for key, value in lines if value is not None)


def next_step(slip: Slip, texts: Texts, number: int) -> str:
    """What happens next, 1 to NEXT_STEPS."""
    unbroken = long_date(slip.keep_until, texts).replace(" ", "\u00a0")
    return texts(f"slip.next.step_{number}", date=unbroken)


def endings(slip: Slip, texts: Texts) -> tuple[str, ...]:
    """What every slip ends with: help, and that nobody may ask for money."""
    said = (texts("slip.free"), texts("slip.unofficial"))
    if slip.help_line is None:
        return said
    return (texts("slip.help", help_line=slip.help_line), *said)


def _shortened(text: str) -> str:
    return text if len(text) <= _MOST_SIGNS else f"{text[: _MOST_SIGNS - 1]}…"
