"""Leads one resident through the form: from the first door to the slip, then forgets everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.domain.registration import Registration
from kiosk.domain.ticket import ENTROPY_BYTES, Ticket, new_ticket
from kiosk.store.errors import StoreError
from kiosk.sync.content import TakenCard, TakenPhoto
from kiosk.sync.dispatch import NotReadyError
from kiosk.ui.background import Background
from kiosk.ui.flow import Step, Walk, resume, stage_number
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.page import Page, Sheet
from kiosk.ui.photo_tally import Sitter
from kiosk.ui.print.form import make_form, print_form
from kiosk.ui.print.printer import Printing, print_slip
from kiosk.ui.print.slip import make_slip
from kiosk.ui.resident.assessment_page import AssessmentPage
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.consent_facts_page import ConsentFactsPage
from kiosk.ui.resident.consent_page import ConsentPage
from kiosk.ui.resident.contact_pages import EmailPage
from kiosk.ui.resident.criteria_page import CriteriaPage
from kiosk.ui.resident.ineligible_page import IneligiblePage
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.pages import check, count_questions, make_pages, nothing_to_ask
from kiosk.ui.resident.pause_page import PausePage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.review_page import ReviewPage
from kiosk.ui.resident.slip_page import SlipPage
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.resident.wording import in_language
from kiosk.ui.resident.yes_no_pages import EmailOpenedPage
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind

ROOM_NEEDED: Final = 50_000_000
"""Bytes: with less, no new form is begun. Room for about a hundred registrations."""
_UUID_BYTES = 16


@dataclass(frozen=True, slots=True)
class CameraPages:
    """The form's own pages of the portrait and of the KTP."""

    photo: PhotoPage
    card: KtpPage


class ResidentFlow(QObject):
    """Owns the draft and the photo of the resident who is here, and nothing of anybody else.

    Every completed page is handed to the store while the next one is shown; where it could not be
    kept, the page on screen says so, or the first after the photo.

    Signals:
        redo_requested, status_requested, resume_requested: the other doors.
        ended: the resident left or finished; everything is wiped.
        thinking: once a second while a question of the test is on screen.
    """

    redo_requested = Signal()
    status_requested = Signal()
    resume_requested = Signal()
    ended = Signal()
    thinking = Signal()

    def __init__(
        self,
        window: MainWindow,
        services: Services,
        look: Look,
        welcome: WelcomePage,
        camera_pages: CameraPages,
        *,
        room_needed: int = ROOM_NEEDED,
    ) -> None:
        """`room_needed`: with fewer bytes on the disk no new form is begun."""
        super().__init__(window)
        self._room_needed = room_needed
        self._window, self._services, self._look = window, services, look
        self._background = Background(self)
        self._walk = Walk(Step.CONSENT)
        self._draft: Draft | None = None
        self._photo: TakenPhoto | None = None
        self._card: TakenCard | None = None
        self._untold: Sentence | None = None
        self._page: QWidget = welcome
        self.welcome = welcome
        self._review = _review_page(look, services)
        self.pages = {**make_pages(services, look), Step.REVIEW: self._review}
        self.photo_page, self.ktp_page = camera_pages.photo, camera_pages.card
        self.slip_page = _slip_page(look, services)
        self.pause_page = PausePage(look)
        self.facts_page = ConsentFactsPage(look)
        self.ineligible_page = IneligiblePage(look, services.bundle)
        asides = (self.pause_page, self.facts_page, self.ineligible_page)
        others = (self.photo_page, self.ktp_page, self.slip_page, *asides)
        for page in (self.welcome, *self.pages.values(), *others):
            window.add_page(page)
        self._connect()
        look.keep_language()
        services.workers.submit(services.regions.prepare_search)

    @property
    def is_busy(self) -> bool:
        """Whether somebody's data are here."""
        return self._draft is not None or self.slip_page.slip is not None

    @property
    def step(self) -> Step:
        """The page somebody is at."""
        return self._walk.step

    def show_welcome(self) -> None:
        """Wait for the next resident, with the usual language, colours and text size."""
        self._look.reset()
        self._window.show_page(self.welcome)

    def start(self, assisted_by: str | None = None) -> None:
        """Begin a new form, with the officer who helps, if any."""
        if self._services.configuration.bundle is None:
            self.welcome.notice.tell(Kind.ATTENTION, Sentence("welcome.not_ready"))
            return
        draft_id = UUID(bytes=self._services.entropy(_UUID_BYTES), version=4)
        ticket = new_ticket(self._services.entropy(ENTROPY_BYTES)).code
        self._draft = Draft(draft_id, ticket, assisted_by=assisted_by)
        self._go(Walk(Step.CONSENT))
        room = self._services.store.submit(lambda store: store.free_bytes())
        self._background.watch(room, self._check_room, self._room_unknown)

    def resume(self, draft: Draft, assisted_by: str | None = None) -> None:
        """Go on with a saved form."""
        self._draft = draft if assisted_by is None else draft.but(assisted_by=assisted_by)
        self._go(resume(self._draft, self._skipped(self._draft)))

    def end(self) -> None:
        """Forget the resident and wait for the next; what was saved stays saved, sealed."""
        self._background.forget()
        self._forget()
        self._walk = Walk(Step.CONSENT)
        self.slip_page.wipe()
        self.pause_page.wipe()
        self.ineligible_page.wipe()
        self.welcome.notice.clear()
        self.show_welcome()
        self.ended.emit()

    def _connect(self) -> None:
        self.welcome.new_requested.connect(self.start)
        self.welcome.redo_requested.connect(self.redo_requested)
        self.welcome.status_requested.connect(self.status_requested)
        self.welcome.resume_requested.connect(self.resume_requested)
        for step, page in self.pages.items():
            page.completed.connect(partial(self._completed, step))
            page.back_requested.connect(self._back)
            self._connect_page(page)
        self._review.change_requested.connect(self._change)
        self._review.print_requested.connect(self._print_form)
        self.photo_page.taken.connect(self._photo_taken)
        self.ktp_page.taken.connect(self._card_taken)
        for camera_page in (self.photo_page, self.ktp_page):
            camera_page.back_requested.connect(self._back)
        self.slip_page.finished.connect(self.end)
        self.pause_page.finished.connect(self.end)
        self.ineligible_page.finished.connect(self._give_up)
        for aside in (self.pause_page, self.facts_page, self.ineligible_page):
            aside.left.connect(self._come_back)

    def _connect_page(self, page: Page) -> None:
        """What some pages ask for beside the way on and back."""
        match page:
            case EmailPage() | EmailOpenedPage():
                page.pause_requested.connect(self._pause)
            case CriteriaPage() | BirthDatePage():
                page.refused.connect(self._refuse)
            case ConsentPage():
                page.facts_requested.connect(self._show_facts)
            case AssessmentPage():
                page.progressed.connect(self._keep)
                page.thinking.connect(self.thinking)

    def _check_room(self, free_bytes: int) -> None:
        """The answer is here before anybody has filled in the first page."""
        if free_bytes < self._room_needed:
            self._turn_away("welcome.no_room")

    def _room_unknown(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self._turn_away(error.key)

    def _turn_away(self, key: str) -> None:
        self.end()
        self.welcome.notice.tell(Kind.ATTENTION, Sentence(key))

    def _completed(self, step: Step, draft: Draft) -> None:
        if step is Step.REVIEW:
            self._send(draft)
        else:
            self._go_on(draft)

    def _go_on(self, draft: Draft) -> None:
        walk = self._walk.forward(self._skipped(draft))
        self._keep(draft.but(step=walk.step.value))
        self._go(walk)

    def _keep(self, draft: Draft) -> None:
        self._draft = draft
        self._save(draft)

    def _skipped(self, draft: Draft) -> frozenset[Step]:
        return nothing_to_ask(draft, self._services)

    def _back(self) -> None:
        if self._draft is None:
            return
        if self._walk == Walk(Step.CONSENT):
            self.end()
        else:
            self._go(self._walk.back(self._skipped(self._draft)))

    def _change(self, step: Step) -> None:
        self._go(self._walk.change(step))

    def _photo_taken(self, photo: TakenPhoto) -> None:
        self._photo = photo
        self._review.photo.show_jpeg(photo.jpeg)
        if self._draft is not None:
            self._go_on(self._draft)

    def _card_taken(self, card: TakenCard) -> None:
        self._card = card
        self._review.card.show_jpeg(card.jpeg)
        if self._draft is not None:
            self._go_on(self._draft)

    def _pause(self, draft: Draft) -> None:
        self._save(draft.but(step=Step.EMAIL.value))
        self.pause_page.show_ticket(Ticket(draft.ticket).display)
        self._show(self.pause_page)

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self.ineligible_page.show_reasons(reasons)
        self._show(self.ineligible_page, stage_number(self._walk.step))

    def _show_facts(self) -> None:
        self._show(self.facts_page, stage_number(self._walk.step))

    def _come_back(self) -> None:
        """From an aside to the page of the form that it was opened on."""
        self._go(self._walk)

    def _give_up(self) -> None:
        """Nothing is kept of somebody who cannot take part."""
        if self._draft is not None:
            draft_id = self._draft.draft_id
            gone = self._services.store.submit(lambda store: store.drafts.delete(draft_id))
            self._background.watch(gone, _nothing, self._not_saved)
        self.end()

    def _print_form(self) -> None:
        if self._draft is None:
            return
        services, texts = self._services, self._look.text
        statement = services.bundle().statement
        form = make_form(
            self._draft,
            services.regions,
            in_language(statement.sentences, self._look.language),
            services.office.name,
            texts,
            services.clock(),
        )
        printing = services.workers.submit(print_form, form, texts, services.printer)
        self._background.watch(printing, self._printed)

    def _printed(self, printing: Printing) -> None:
        kind = Kind.RIGHT if printing is Printing.SENT else Kind.ATTENTION
        self._review.tell(kind, Sentence(printing))

    def _go(self, walk: Walk) -> None:
        self._walk = walk
        stage = stage_number(walk.step)
        if walk.step is Step.PHOTO:
            draft = self._draft
            self.photo_page.assisted = draft is not None and draft.assisted_by is not None
            self.photo_page.sitter = Sitter(draft.draft_id, draft.assisted_by) if draft else None
            self._show(self.photo_page, stage)
        elif walk.step is Step.KTP_PHOTO:
            self._show(self.ktp_page, stage)
        elif self._draft is not None:
            page = self.pages[walk.step]
            self._show(page, stage)
            page.show_draft(self._draft)
            self._tell_untold()

    def _show(self, page: QWidget, stage: int | None = None) -> None:
        self._page = page
        self._window.show_page(page, stage)

    def _save(self, draft: Draft) -> None:
        now = self._services.clock()
        saved = self._services.store.submit(lambda store: store.drafts.save(draft, now))
        self._background.watch(saved, _nothing, self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self._untold = Sentence(error.key)
        self._tell_untold()

    def _tell_untold(self) -> None:
        if self._untold is not None and isinstance(self._page, Sheet):
            self._page.notice.tell(Kind.WRONG, self._untold)
            self._untold = None

    def _send(self, draft: Draft) -> None:
        now = self._services.clock()
        registration = check(draft, self._services, now)
        if self._photo is None or not isinstance(registration, Registration):
            self._change(Step.PHOTO)
            return
        if self._card is None and Step.KTP_PHOTO not in self._skipped(draft):
            self._change(Step.KTP_PHOTO)
            return
        self._review.wait()
        sealed = self._services.workers.submit(
            partial(self._services.dispatcher.register, card=self._card),
            registration,
            self._photo,
            now,
        )
        self._background.watch(sealed, partial(self._sent, registration), self._not_sent)

    def _sent(self, registration: Registration, _: object) -> None:
        self._services.sync.nudge()
        slip = make_slip(
            registration,
            self._services.office.name,
            self._services.bundle().help_line,
            self._services.clock(),
        )
        self._forget()
        self.slip_page.show_slip(slip)
        self._show(self.slip_page, stage_number(Step.SLIP))

    def _forget(self) -> None:
        """Every answer and every picture."""
        self._draft = self._photo = self._card = self._untold = None
        for page in self.pages.values():
            page.wipe()

    def _not_sent(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self._review.next_button.setEnabled(True)
        self._review.notice.tell(Kind.WRONG, Sentence(error.key))


def _nothing(_: object) -> None:
    """A draft that is saved needs no answer."""


def _review_page(look: Look, services: Services) -> ReviewPage:
    return ReviewPage(
        look,
        services.regions,
        lambda draft: check(draft, services, services.clock()),
        lambda: count_questions(services.bundle()),
    )


def _slip_page(look: Look, services: Services) -> SlipPage:
    return SlipPage(
        look,
        lambda slip, texts: services.workers.submit(print_slip, slip, texts, services.printer),
        services.printer.paper,
    )
