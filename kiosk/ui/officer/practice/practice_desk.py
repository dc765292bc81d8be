"""Practice: the form's own pages with invented residents. Nothing is kept, sealed or sent.

No page here is given the store, the dispatcher or the camera: what is typed is a draft in memory.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.reason import Reason
from kiosk.store.officers import Officer
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.practice.guests import GUESTS, Guest, Picture
from kiosk.ui.officer.practice.papers import PaperLine, lines_of
from kiosk.ui.officer.practice.score import Round, Score
from kiosk.ui.officer.practice.sheets import JudgeSheet, PapersSheet, ScoreSheet
from kiosk.ui.page import Page
from kiosk.ui.resident.birth_date_page import BirthDatePage
from kiosk.ui.resident.contact_pages import EmailPage, PhonePage
from kiosk.ui.resident.line_pages import NamePage
from kiosk.ui.resident.number_pages import KkPage, NikPage
from kiosk.ui.resident.read_back_page import read_back_pages
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Rank
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack

STEPS: Final = (
    *(Step.NIK, Step.NIK_AGAIN, Step.KK, Step.KK_AGAIN, Step.BIRTH_DATE, Step.NAME),
    *(Step.PHONE, Step.PHONE_AGAIN, Step.EMAIL, Step.EMAIL_AGAIN),
)
_LEAST_LINE: Final = 16
"""Width of the line of a paper before words give way, in sizes of its text."""


class PracticeDesk(QWidget):
    """One guest after the other; the pages are made when somebody practises for the first time.

    Signals:
        left: the officer goes back to the desk.
    """

    left = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("practice_desk")
        self._look, self._services = look, services
        self._officer_id = ""
        self._drafts = 0
        self._round: Round | None = None
        self._draft: Draft | None = None
        self.step: Step | None = None
        self.pages: Mapping[Step, Page] = {}
        self.papers, self.judge = PapersSheet(look), JudgeSheet(look)
        self.score = ScoreSheet(look)
        self.strip = PracticeStrip(look)
        self._stack = PageStack(look)
        for sheet in (self.papers, self.judge, self.score):
            self._stack.addWidget(sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.strip)
        column.addWidget(self._stack, 1)
        self._connect()

    def begin(self, officer: Officer) -> None:
        """Welcome the first guest."""
        self._officer_id = officer.id
        if not self.pages:
            self.pages = make_pages(self._look, self._services)
            for step, page in self.pages.items():
                self._take_in(step, page)
        self.welcome(GUESTS[0])

    def welcome(self, guest: Guest) -> None:
        """Begin a round."""
        self._drafts += 1
        self._round = Round(guest, self._services.clock())
        self._draft = Draft(
            draft_id=UUID(int=self._drafts, version=4), ticket="", assisted_by=self._officer_id
        )
        self._show_papers()

    def show_photo(self, picture: Picture) -> None:
        """Ask about a photo."""
        self._bring(self.judge)
        self.judge.ask(picture)

    def show_score(self, score: Score) -> None:
        """Say what came of the round."""
        self.score.show_score(score)
        self._bring(self.score)

    def end(self) -> None:
        """Forget what was typed."""
        self._round = self._draft = self.step = None
        for page in self.pages.values():
            page.wipe()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def _connect(self) -> None:
        self.strip.done_button.clicked.connect(self.left)
        self.strip.papers_button.clicked.connect(self._show_papers)
        self.papers.completed.connect(self._go_on_from_papers)
        self.judge.judged.connect(self._take_judgement)
        self.score.again_requested.connect(partial(self._welcome_next, 0))
        self.score.next_requested.connect(partial(self._welcome_next, 1))

    def _take_in(self, step: Step, page: Page) -> None:
        self._stack.addWidget(page)
        page.completed.connect(partial(self._complete, step))
        page.back_requested.connect(self._go_back)
        if isinstance(page, BirthDatePage):
            page.refused.connect(partial(self._tell_refusal, page))

    def _show_papers(self) -> None:
        """Of the guest who is here; the page of the form stays as it is beneath."""
        self.papers.show_guest(self._here().guest)
        self._bring(self.papers)

    def _go_on_from_papers(self) -> None:
        self._show_step(self.step or STEPS[0])

    def _show_step(self, step: Step) -> None:
        self.step = step
        page = self.pages[step]
        self._bring(page, lines_of(self._here().guest)[step])
        page.show_draft(self._typed())

    def _complete(self, step: Step, draft: Draft) -> None:
        self._draft = draft
        self._here().take(draft)
        place = STEPS.index(step) + 1
        if place < len(STEPS):
            self._show_step(STEPS[place])
        else:
            self._ask_about_next_picture()

    def _go_back(self) -> None:
        place = STEPS.index(self.step or STEPS[0])
        if place:
            self._show_step(STEPS[place - 1])
        else:
            self._show_papers()

    def _ask_about_next_picture(self) -> None:
        here = self._here()
        pictures: Sequence[Picture] = here.guest.pictures[len(here.judgements) :]
        if pictures:
            self.show_photo(pictures[0])
        else:
            self.show_score(here.end(self._typed(), self._services.clock()))

    def _take_judgement(self, picture: Picture, said: Reason | None) -> None:
        self._here().judge(picture, said)
        self._ask_about_next_picture()

    def _welcome_next(self, places: int) -> None:
        guest = GUESTS[GUESTS.index(self._here().guest) + places]
        self.end()
        self.welcome(guest)

    def _tell_refusal(self, page: Page, reasons: Sequence[Reason]) -> None:
        """No guest here is too young or too old: the year was mistyped."""
        page.notice.tell(Kind.ATTENTION, Sentence(f"reason.{reasons[0]}.title"))

    def _bring(self, page: QWidget, line: str = "") -> None:
        self.strip.show_line(line, is_at_papers=page in {self.papers, self.judge, self.score})
        self._stack.setCurrentWidget(page)

    def _here(self) -> Round:
        if self._round is None:
            raise RuntimeError("nobody practises")
        return self._round

    def _typed(self) -> Draft:
        if self._draft is None:
            raise RuntimeError("nobody practises")
        return self._draft


class PracticeStrip(QFrame):
    """Says on every page that this is practice, and shows the line of the papers to be typed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("practice_strip")
        self.setProperty("role", "notice")
        self.setProperty("kind", "attention")
        self._look = look
        self.chip = label(look, "practice.strip", "strong")
        self.chip.setWordWrap(False)
        self.line = PaperLine(look)
        self.papers_button = AidButton(
            look, "practice.papers.see", name="papers_button", rank=Rank.SMALL, icon="id-card"
        )
        self.done_button = AidButton(
            look, "practice.done", name="practice_done_button", rank=Rank.SMALL, icon="x"
        )
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 4, 14, 4)
        self._row.setSpacing(12)
        self._row.addWidget(self.chip)
        self._row.addWidget(self.line, 1)
        self._row.addStretch(0)
        self._row.addWidget(self.papers_button)
        self._row.addWidget(self.done_button)
        look.changed.connect(self._dress)

    def show_line(self, words: str, *, is_at_papers: bool) -> None:
        """Show the line of a paper; where there is none, the papers are not asked for either."""
        self.line.show_line(words)
        self._row.setStretch(2, 0 if words else 1)
        self.papers_button.setVisible(not is_at_papers)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the width."""
        super().resizeEvent(event)
        self._fit()

    def _dress(self) -> None:
        self._look.dress(self)
        self._fit()

    def _fit(self) -> None:
        buttons = [b for b in (self.papers_button, self.done_button) if not b.isHidden()]
        for button in buttons:
            button.show_words(shown=True)
        least = 0 if self.line.isHidden() else _LEAST_LINE * self._look.px["chrome"]
        margins = self._row.contentsMargins()
        gaps = margins.left() + margins.right() + self._row.spacing() * (len(buttons) + 2)
        for button in buttons:
            needed = sum(b.sizeHint().width() for b in buttons) + self.chip.sizeHint().width()
            button.show_words(shown=needed + least + gaps <= self.width())


def make_pages(look: Look, services: Services) -> Mapping[Step, Page]:
    """The pages that an officer who helps has before them, for the fields that matter most."""
    email = EmailPage(look)
    email.none_button.hide()  # every guest has an address
    first: Mapping[Step, Page] = {
        Step.NIK: NikPage(look, services.regions),
        Step.KK: KkPage(look),
        Step.BIRTH_DATE: BirthDatePage(look, services.bundle, services.clock),
        Step.NAME: NamePage(look),
        Step.PHONE: PhonePage(look),
        Step.EMAIL: email,
    }
    return {**first, **read_back_pages(look)}
