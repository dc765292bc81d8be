"""What is different while an officer types for the resident: other pages, and a family in a row."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.household import Household, household_of
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.exception_panel import ExceptionPanel, ExceptionTerms
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.page import Page
from kiosk.ui.resident.confirm_page import ConfirmPage
from kiosk.ui.resident.facing import ToRead
from kiosk.ui.resident.pages import check
from kiosk.ui.resident.read_back_page import ReadBackPage, read_back_pages
from kiosk.ui.services import Services

_COPIED: Final = frozenset(
    {
        Step.KK,
        Step.KK_AGAIN,
        Step.VILLAGE,
        Step.ADDRESS_LINE,
        Step.DOMICILE,
        Step.DOMICILE_VILLAGE,
        Step.DOMICILE_LINE,
    }
)
"""What the next of a family is not asked again; all of it is confirmed at the end."""
_ABOUT_PHOTO: Final = frozenset({ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD})


class Assistance(QObject):
    """The pages, and what is carried from one member of a family to the next: in memory only.

    Signals:
        facing: with what the resident is to read now (ToRead), on whatever display.
    """

    facing = Signal(object)

    def __init__(self, look: Look, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self.confirm_page = ConfirmPage(
            look,
            services.regions,
            lambda draft: check(draft, services, services.clock()),
            services.clock,
        )
        self.pages: Mapping[Step, Page] = {
            **read_back_pages(look),
            Step.REVIEW: self.confirm_page,
        }
        self.refusal_page = ExceptionPanel(
            look,
            OfficerGate(look, services.store, services.clock),
            ExceptionTerms(
                (ExceptionKind.REFUSES_PHOTO,),
                lambda: services.camera.profile.exception_approval,
                services.clock,
            ),
        )
        self._household: Household | None = None
        self.copied: frozenset[Step] = frozenset()

    @property
    def all_pages(self) -> tuple[QWidget, ...]:
        """To be taken in by the window."""
        return (*self.pages.values(), self.refusal_page)

    def begin(self, draft: Draft) -> Draft:
        """A new form, with what the member of the family before has in common with it."""
        household, self._household = self._household, None
        self.copied = frozenset() if household is None else _COPIED
        return draft if household is None else household.move_in(draft)

    def remember_household(self, draft: Draft) -> None:
        """Somebody of this family may come next."""
        self._household = household_of(draft)

    def turn_away(self) -> None:
        """What comes next is the officer's alone, until `face`."""
        self.facing.emit(None)

    def face(self, page: QWidget) -> None:
        """Show the resident what belongs to this page."""
        to_read: ToRead = None
        if isinstance(page, ReadBackPage | ConfirmPage):
            to_read = page.to_read
        self.facing.emit(to_read)

    def forget(self) -> None:
        """Forget the person; the family stays until `forget_family`."""
        self.copied = frozenset()
        self.refusal_page.wipe()
        for page in self.pages.values():
            page.wipe()
        self.turn_away()

    def forget_family(self) -> None:
        """Nobody of this family comes next."""
        self._household = None


def without_photo(draft: Draft, exception: PhotoException) -> Draft:
    """The form of somebody who refuses: what was agreed to about a photo is taken back."""
    kept = tuple(consent for consent in draft.consents if consent.purpose not in _ABOUT_PHOTO)
    return draft.but(photo_exception=exception, consents=kept)
