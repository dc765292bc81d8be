"""Leads one resident through the form: from the first door to the slip, then forgets everything."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.exception import PhotoException
from kiosk.domain.reason import Reason
from kiosk.domain.registration import Registration
from kiosk.domain.ticket import Ticket
from kiosk.domain.used_before import UsedBeforeWarning
from kiosk.sync.content import TakenCard, TakenPhoto
from kiosk.ui.background import Background
from kiosk.ui.flow import Step, Walk, resume, stage_number
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.page import Page, Sheet
from kiosk.ui.photo_tally import Sitter
from kiosk.ui.print.printer import Printing
from kiosk.ui.print.slip import Slip
from kiosk.ui.resident.assessment_page import AssessmentPage
from kiosk.ui.resident.assistance import Assistance, without_photo
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.consent_facts_page import ConsentFactsPage
from kiosk.ui.resident.consent_page import ConsentPage
from kiosk.ui.resident.contact_pages import EmailPage
from kiosk.ui.resident.criteria_page import CriteriaPage
from kiosk.ui.resident.ineligible_page import IneligiblePage
from kiosk.ui.resident.keeping import ROOM_NEEDED, Keeping, new_draft
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.pages import check, make_pages, nothing_to_ask, review_page, slip_page
from kiosk.ui.resident.paper_form import print_draft
from kiosk.ui.resident.pause_page import PausePage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.sending import Sending
from kiosk.ui.resident.used_before import UsedBefore
from kiosk.ui.resident.welcome_page import WelcomePage
from kiosk.ui.resident.yes_no_pages import EmailOpenedPage
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind


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
        self._window, self._services, self._look = window, services, look
        self._background = Background(self)
        self._walk = Walk(Step.CONSENT)
        self._draft: Draft | None = None
        self._sending = Sending(services, self._background, self)
        self._keeping = Keeping(services, self._background, self, room_needed=room_needed)
        self._used_before = UsedBefore(services.store, self._background)
        self._untold: Sentence | None = None
        self._page: QWidget = welcome
        self.welcome = welcome
        self._review = review_page(services, look)
        self.pages = {**make_pages(services, look), Step.REVIEW: self._review}
        self.assistance = Assistance(look, services, self)
        self.photo_page, self.ktp_page = camera_pages.photo, camera_pages.card
        self.slip_page = slip_page(services, look)
        self.pause_page = PausePage(look)
        self.facts_page = ConsentFactsPage(look)
        self.ineligible_page = IneligiblePage(look, services.bundle)
        asides = (self.pause_page, self.facts_page, self.ineligible_page)
        others = (self.photo_page, self.ktp_page, self.slip_page, *asides)
        for page in (self.welcome, *self.pages.values(), *others, *self.assistance.all_pages):
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
        self._draft = self.assistance.begin(new_draft(self._services.entropy, assisted_by))
        self._go(Walk(Step.CONSENT))
        self._keeping.look_for_room()

    def resume(self, draft: Draft) -> None:
        """Go on with a saved form; its `assisted_by` says who is beside the resident now."""
        self._draft = draft
        self._go(resume(draft, self._skipped(draft)))
        self._keeping.look_for_room()

    def end(self) -> None:
        """Forget the resident and wait for the next; what was saved stays saved, sealed."""
        self._background.forget()
        self._forget()
        self._walk = Walk(Step.CONSENT)
        self.assistance.forget_family()
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
        for step, page in (*self.pages.items(), *self.assistance.pages.items()):
            page.completed.connect(partial(self._completed, step))
            page.back_requested.connect(self._back)
            self._connect_page(page)
        self._connect_assistance()
        self._review.change_requested.connect(self._change)
        self._review.print_requested.connect(self._print_form)
        self.photo_page.taken.connect(self._photo_taken)
        self.ktp_page.taken.connect(self._card_taken)
        for camera_page in (self.photo_page, self.ktp_page):
            camera_page.back_requested.connect(self._back)
        self._keeping.failed.connect(self._not_saved)
        self._keeping.full.connect(self._turn_away)
        self._sending.sent.connect(self._sent)
        self._sending.failed.connect(self._not_sent)
        self.slip_page.finished.connect(self.end)
        self.pause_page.finished.connect(self.end)
        self.ineligible_page.finished.connect(self._give_up)
        for aside in (self.pause_page, self.facts_page, self.ineligible_page):
            aside.left.connect(self._come_back)

    def _connect_assistance(self) -> None:
        helped = self.assistance
        helped.confirm_page.doubted.connect(self._show_review)
        helped.refusal_page.granted.connect(self._refuse_photo)
        helped.refusal_page.left.connect(self._come_back)
        self.photo_page.refused.connect(self._ask_about_refusal)
        self.slip_page.next_member_requested.connect(self._begin_next_member)

    def _connect_page(self, page: Page) -> None:
        """What some pages ask for beside the way on and back."""
        match page:
            case EmailPage() | EmailOpenedPage():
                page.pause_requested.connect(self._pause)
            case CriteriaPage() | BirthDatePage():
                page.refused.connect(self._refuse)
            case ConsentPage():
                page.facts_requested.connect(self._show_facts)
                page.refused.connect(self._ask_about_refusal)
                page.refusal_taken_back.connect(self._change_answer)
            case AssessmentPage():
                page.progressed.connect(self._keep)
                page.thinking.connect(self.thinking)

    def _turn_away(self, why: Sentence) -> None:
        self.end()
        self.welcome.notice.tell(Kind.ATTENTION, why)

    @property
    def _is_assisted(self) -> bool:
        return self._draft is not None and self._draft.assisted_by is not None

    def _page_of(self, step: Step) -> Page:
        helped = self.assistance.pages if self._is_assisted else {}
        return helped.get(step, self.pages[step])

    def _completed(self, step: Step, draft: Draft) -> None:
        """What an officer typed is sent only after the resident has confirmed it."""
        if step is Step.REVIEW and self._is_assisted and draft.confirmation is None:
            self._come_back()
        elif step is Step.REVIEW:
            self._send(draft)
        elif self._is_assisted and self._used_before.is_to_ask(step, draft):
            self._used_before.look_up(step, draft, partial(self._looked_up, step, draft))
        else:
            self._go_on(draft)

    def _looked_up(self, step: Step, draft: Draft, warning: UsedBeforeWarning | None) -> None:
        """The page may have been left meanwhile, or completed twice."""
        if self._walk.step is not step:
            return
        if warning is None:
            self._go_on(draft)
        else:
            self._page_of(step).notice.ask(Sentence(warning))

    def _go_on(self, draft: Draft) -> None:
        walk = self._walk.forward(self._skipped(draft))
        self._keep(draft.but(step=walk.step.value))
        self._go(walk)

    def _keep(self, draft: Draft) -> None:
        self._draft = draft
        self._keeping.save(draft)

    def _skipped(self, draft: Draft) -> frozenset[Step]:
        """What is changed from the review is never skipped because it was copied."""
        is_change = self._walk.change_until is not None
        copied = frozenset[Step]() if is_change else self.assistance.copied
        return nothing_to_ask(draft, self._services) | copied

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
        self._sending.photo = photo
        self._review.photo.show_jpeg(photo.jpeg)
        self.assistance.confirm_page.take_photo(photo.jpeg)
        if self._draft is not None:
            self._go_on(self._draft)

    def _card_taken(self, card: TakenCard) -> None:
        self._sending.card = card
        self._review.card.show_jpeg(card.jpeg)
        if self._draft is not None:
            self._go_on(self._draft)

    def _pause(self, draft: Draft) -> None:
        self._keeping.save(draft.but(step=Step.EMAIL.value))
        self.pause_page.show_ticket(Ticket(draft.ticket).display)
        self._show(self.pause_page)

    def _refuse(self, reasons: Sequence[Reason]) -> None:
        self.ineligible_page.show_reasons(reasons)
        self._show(self.ineligible_page, stage_number(self._walk.step))

    def _show_facts(self) -> None:
        self._show(self.facts_page, stage_number(self._walk.step))

    def _come_back(self) -> None:
        """From an aside, or the officer's review, to the page of the form that it belongs to."""
        self._go(self._walk)

    def _give_up(self) -> None:
        """Nothing is kept of somebody who cannot take part."""
        if self._draft is not None:
            self._keeping.delete(self._draft.draft_id)
        self.end()

    def _show_review(self) -> None:
        """Where an officer mends what the resident found wrong."""
        if self._draft is not None:
            self._show(self._review, stage_number(Step.REVIEW))
            self._review.show_draft(self._draft)

    def _ask_about_refusal(self) -> None:
        self._show(self.assistance.refusal_page, stage_number(self._walk.step))
        self.assistance.refusal_page.begin()

    def _refuse_photo(self, exception: PhotoException) -> None:
        if self._draft is None:
            return
        self._forget_pictures()
        draft = without_photo(self._draft, exception)
        if self._walk.step is Step.PHOTO:
            self._go_on(draft)
        else:
            self._change_answer(draft)

    def _change_answer(self, draft: Draft) -> None:
        self._keep(draft)
        self._come_back()

    def _begin_next_member(self) -> None:
        self.slip_page.wipe()
        self.start()

    def _print_form(self) -> None:
        if self._draft is not None:
            printing = print_draft(self._draft, self._services, self._look)
            self._background.watch(printing, self._printed)

    def _printed(self, printing: Printing) -> None:
        kind = Kind.RIGHT if printing is Printing.SENT else Kind.ATTENTION
        self._review.tell(kind, Sentence(printing))

    def _go(self, walk: Walk) -> None:
        self._walk = walk
        stage = stage_number(walk.step)
        if walk.step is Step.PHOTO:
            draft = self._draft
            self.photo_page.assisted = self._is_assisted
            self.photo_page.offer_refusal(offered=self._is_assisted)
            self.photo_page.sitter = Sitter(draft.draft_id, draft.assisted_by) if draft else None
            self._show(self.photo_page, stage)
        elif walk.step is Step.KTP_PHOTO:
            self._show(self.ktp_page, stage)
        elif self._draft is not None:
            page = self._page_of(walk.step)
            self._show(page, stage)
            page.show_draft(self._draft)
            self.assistance.face(page)
            self._tell_untold()

    def _show(self, page: QWidget, stage: int | None = None) -> None:
        self._page = page
        self.assistance.turn_away()
        self._window.show_page(page, stage)

    def _not_saved(self, problem: Sentence) -> None:
        self._untold = problem
        self._tell_untold()

    def _tell_untold(self) -> None:
        if self._untold is not None and isinstance(self._page, Sheet):
            self._page.notice.tell(Kind.WRONG, self._untold)
            self._untold = None

    def _send(self, draft: Draft) -> None:
        registration = check(draft, self._services, self._services.clock())
        missing = self._sending.missing(nothing_to_ask(draft, self._services))
        if missing is not None or not isinstance(registration, Registration):
            self._change(missing or Step.PHOTO)
            return
        self._page_of(Step.REVIEW).next_button.setEnabled(False)
        self._sending.send(registration)

    def _sent(self, slip: Slip) -> None:
        if self._draft is not None and self._is_assisted:
            self.assistance.remember_household(self._draft)
        self.slip_page.show_slip(slip, may_be_family=self._is_assisted)
        self._forget()
        self._show(self.slip_page, stage_number(Step.SLIP))

    def _not_sent(self, problem: Sentence) -> None:
        page = self._page_of(Step.REVIEW)
        page.next_button.setEnabled(True)
        page.notice.tell(Kind.WRONG, problem)

    def _forget(self) -> None:
        """Every answer and every picture."""
        self._draft = self._untold = None
        self._sending.forget()
        self.assistance.forget()
        for page in self.pages.values():
            page.wipe()

    def _forget_pictures(self) -> None:
        self._sending.forget()
        self._review.photo.wipe()
        self._review.card.wipe()
        self.assistance.confirm_page.take_photo(None)
