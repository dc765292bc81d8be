"""What an officer types and ticks for residents of one family, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.ui.flow import Step
from tests.ui.resident.story import SITI, Act

FITS: Final[Mapping[Step, tuple[Act, ...]]] = {
    Step.NIK_AGAIN: (("nik_fits",),),
    Step.KK_AGAIN: (("kk_fits",),),
    Step.PHONE_AGAIN: (("phone_fits",),),
    Step.EMAIL_AGAIN: (("email_fits",),),
}
"""Read aloud, instead of typed again."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of an invented family."""

    name: str
    nik: str
    phone: str
    mailbox: str
    refuses_photo: bool = False

    def acts(self, step: Step) -> tuple[Act, ...]:
        """What the officer does on a page."""
        says = {
            "nik_first": self.nik,
            "full_name": self.name,
            "statement_signature": self.name,
            "phone_first": self.phone,
            "email_name": self.mailbox,
        }
        if step is Step.CONSENT and self.refuses_photo:
            return (("consent_process",),)
        acts = FITS.get(step) or SITI[step]
        return tuple((act[0], says.get(act[0], act[1])) if act[1:] else act for act in acts)


MOTHER = Member("Siti Nurjanah", "3510094101909001", "084012349001", "siti.nurjanah")
DAUGHTER = Member("Ayu Nurjanah", "3510094101909002", "084012349001", "ayu.nurjanah")
"""Has no telephone of her own, she says first."""
GRANDMOTHER = Member("Mbok Sumi", "3510094101909003", "084012349003", "sumi.contoh", True)
