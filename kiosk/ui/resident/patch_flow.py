"""A correction at the counter: the pages of the named fields, a last look, and it is queued."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.patch import Patch, PatchField, make_patch
from kiosk.domain.reason import Reason
from kiosk.store.errors import StoreError
from kiosk.sync.content import TakenCard
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.protocol import TicketStatus
from kiosk.ui.background import Background
from kiosk.ui.flow import Step, skipped_steps
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.patch_confirm_page import PatchConfirmPage
from kiosk.ui.resident.patch_pages import make_patch_pages, steps_of, to_correct
from kiosk.ui.resident.summary import Entry, page_for, summary
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack


class PatchFlow(QWidget):
    """Has pages only while somebody corrects something; they go with whatever was typed in them.

    Signals:
        queued: the correction is safe and will be sent.
        left: back, and nothing is changed.
    """

    queued = Signal()
    left = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("patch_flow")
        self._look, self._services = look, services
        self._background = Background(self)
        self._status: TicketStatus | None = None
        self._draft: Draft | None = None
        self._card: TakenCard | None = None
        self._fields: tuple[PatchField, ...] = ()
        self._pages: Mapping[Step, QWidget] = {}
        self.confirm = PatchConfirmPage(look)
        self._stack = PageStack(look)
        self._stack.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.confirm.left.connect(self._back_from_confirm)
        self.confirm.confirmed.connect(self._send)
        look.changed.connect(self._show_answers)

    @property
    def page(self) -> QWidget | None:
        """The page on screen."""
        return self._stack.currentWidget()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def begin(self, status: TicketStatus, ticket: str, assisted_by: str | None = None) -> None:
        """Ask for what this answer of the centre lets correct; an officer may be typing."""
        self.wipe()
        self._fields = to_correct(status)
        self._status = status
        self._draft = draft = Draft(status.submission_id, ticket, assisted_by=assisted_by)
        self._pages = make_patch_pages(draft, steps_of(self._fields), self._services, self._look)
        for step, page in self._pages.items():
            self._stack.addWidget(page)
            self._connect_page(step, page)
        self._show(next(iter(self._pages)))

    def wipe(self) -> None:
        """Forget the resident, and throw the pages away."""
        self._background.forget()
        self._stack.setCurrentWidget(self.confirm)
        for page in self._pages.values():
            if isinstance(page, Page | KtpPage):
                page.wipe()
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages, self._fields = {}, ()
        self._status = self._draft = self._card = None
        self.confirm.wipe()

    def _connect_page(self, step: Step, page: QWidget) -> None:
        if isinstance(page, KtpPage):
            page.taken.connect(self._take_card)
            page.back_requested.connect(partial(self._back, step))
        elif isinstance(page, Page):
            page.completed.connect(partial(self._take_answer, step))
            page.back_requested.connect(partial(self._back, step))
        if isinstance(page, BirthDatePage):
            page.refused.connect(partial(self._refuse, page))

    def _take_answer(self, step: Step, draft: Draft) -> None:
        self._draft = draft
        self._go_on(step)

    def _take_card(self, card: TakenCard) -> None:
        self._card = card
        self.confirm.card.show_jpeg(card.jpeg)
        self._go_on(Step.KTP_PHOTO)

    @staticmethod
    def _refuse(page: BirthDatePage, reasons: Sequence[Reason]) -> None:
        """Somebody of that age cannot take part: a mistake, or something for the officer."""
        page.notice.tell(Kind.ATTENTION, Sentence(f"reason.{reasons[0]}.title"))

    def _go_on(self, step: Step) -> None:
        steps = self._steps()
        following = steps[steps.index(step) + 1 :]
        if following:
            self._show(following[0])
        else:
            self._show_confirm()

    def _back(self, step: Step) -> None:
        steps = self._steps()
        before = steps[: steps.index(step)]
        if before:
            self._show(before[-1])
        else:
            self.left.emit()

    def _back_from_confirm(self) -> None:
        if self._pages:
            self._show(self._steps()[-1])

    def _steps(self) -> tuple[Step, ...]:
        """The pages that have something to ask, as it is answered so far."""
        if self._draft is None:
            return ()
        skipped = skipped_steps(self._draft, asks_test=False, wants_card=True)
        return tuple(step for step in self._pages if step not in skipped)

    def _show(self, step: Step) -> None:
        page = self._pages[step]
        self._stack.setCurrentWidget(page)
        if isinstance(page, Page) and self._draft is not None:
            page.show_draft(self._draft)

    def _show_confirm(self) -> None:
        self._show_answers()
        self._stack.setCurrentWidget(self.confirm)

    def _show_answers(self) -> None:
        if self._draft is not None:
            self.confirm.show_entries(self._entries(self._draft))

    def _entries(self, draft: Draft) -> list[Entry]:
        sections = summary(draft, self._services.regions, self._look.text)
        entries = [entry for section in sections for entry in section.entries]
        return [entry for entry in entries if entry.step in self._pages]

    def _send(self) -> None:
        if self._draft is None or self._status is None:
            return
        patch = make_patch(self._draft, self._fields)
        if not isinstance(patch, Patch):
            self._show(page_for(patch[0]))
            return
        if self._card is None and PatchField.KTP in self._fields:
            self._show(Step.KTP_PHOTO)
            return
        self.confirm.show_busy(busy=True)
        sealed = self._services.workers.submit(
            partial(self._services.dispatcher.patch, ticket=self._draft.ticket, card=self._card),
            self._status,
            patch,
            self._services.clock(),
        )
        self._background.watch(sealed, self._tell_queued, self._fail)

    def _tell_queued(self, _: object) -> None:
        self._services.sync.nudge()
        self.queued.emit()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self.confirm.fail(error.key)
