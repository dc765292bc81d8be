"""The short test: what to expect, one question a screen, and the end; every answer is kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent

from kiosk.domain.assessment import (
    AssessmentProblem,
    QuestionSet,
    Sitting,
    begin,
    finished_sitting,
)
from kiosk.domain.draft import Draft
from kiosk.sync.configuration import question_set
from kiosk.sync.protocol import AssessmentSet, ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.assessment_sheets import EndSheet, IntroSheet, QuestionSheet
from kiosk.ui.text import Sentence
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.button import Rank
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind

WARNING_MINUTES: Final = 2
_OPEN_QUESTIONS: Final = "assessment.open"
_LITTLE_TIME: Final = "assessment.little_time"
_NOT_SENT: Final = "assessment.press_again"


class AssessmentPage(Page):
    """Begins the time at a touch, and hands the test in when it is over, whatever was answered.

    Signals:
        progressed: with the Draft to keep after each answer.
        thinking: once a second while a question is on screen: nobody touches anything now.
    """

    progressed = Signal(object)
    thinking = Signal()

    def __init__(
        self, look: Look, config: Callable[[], ConfigBundle], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "assessment.title")
        self._config, self._clock = config, clock
        self._set: AssessmentSet | None = None
        self._place = 0
        self._warned = False
        self._time = label(look, "notice.empty", "strong")
        self._time.setObjectName("assessment_time")
        self.intro, self.question, self.end = IntroSheet(look), QuestionSheet(look), EndSheet(look)
        self.body.addWidget(self._time)
        for sheet in (self.intro, self.question, self.end):
            self.body.addWidget(sheet)
        self.question.answered.connect(self._answer)
        self.end.question_requested.connect(self._show_question)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.count_second)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the time."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody is here to be told; the time itself runs on."""
        super().hideEvent(event)
        self._timer.stop()

    def enter(self, draft: Draft) -> None:
        """Show what to expect, the first open question, or the end.

        A sitting of other questions than those in force has to begin anew.
        """
        self._set = self._config().assessment or self._set
        sitting = draft.assessment
        if sitting is not None and sitting.finished_at is not None:
            self._show_handed_in("assessment.end.handed_in")
        elif sitting is None or sitting.version != self._wire.version:
            self._draft = draft.but(assessment=None)
            self._show_intro()
        else:
            unanswered = sitting.unanswered(self._questions)
            self._show_question(unanswered[0] if unanswered else len(self._wire.questions))
            self.count_second()

    def focus_first(self) -> None:
        """Begin at the answers, or at the way on."""
        if self.question.isVisibleTo(self):
            self.question.focus_first()
        else:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget the questions and the answers."""
        self._set, self._warned = None, False
        self.question.wipe()
        self.end.clear()
        self.look.write(self.title, "assessment.title")
        self._show_busy(busy=False)

    def read(self, draft: Draft) -> Draft | Sentence:
        """A test that was handed in."""
        result = finished_sitting(draft.assessment, self._questions)
        return Sentence(result) if isinstance(result, AssessmentProblem) else draft

    def count_second(self) -> None:
        """Tell how much time is left; hand the test in when there is none."""
        sitting = self._sitting
        if self._set is None or sitting is None or sitting.finished_at is not None:
            return
        left = sitting.time_left(self._questions, self._clock())
        if not left:
            self._hand_in(sitting)
            self._show_handed_in("assessment.end.time_over")
            return
        minutes = ceil(left / timedelta(minutes=1))
        self.look.write(self._time, "assessment.time_left", minutes=minutes)
        if minutes <= WARNING_MINUTES and not self._warned:
            self._warned = True
            self.notice.tell(Kind.ATTENTION, Sentence(_LITTLE_TIME))
            self.look.voice.cue(Cue.WARNING)
        self.thinking.emit()

    def show_sending(self) -> None:
        """While what was handed in is on its way to the centre."""
        self._show_handed_in("assessment.sending")
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # no key presses anything meanwhile
        self._show_busy(busy=True)

    def show_unsent(self, problem: Sentence) -> None:
        """Why it did not arrive; the same answers may be sent again, as long as somebody stays."""
        self._show_busy(busy=False)
        self._show_handed_in("assessment.unsent")
        self.notice.tell(Kind.ATTENTION, problem, Sentence(_NOT_SENT))

    def agree(self) -> None:
        """Hand in with open questions."""
        if self._sitting is not None:
            self._finish(self._sitting)

    @property
    def _wire(self) -> AssessmentSet:
        if self._set is None:
            raise RuntimeError("there is no test to show")
        return self._set

    @property
    def _questions(self) -> QuestionSet:
        return question_set(self._wire)

    @property
    def _sitting(self) -> Sitting | None:
        return None if self._draft is None else self._draft.assessment

    def _go_on(self) -> None:
        sitting = self._sitting
        if sitting is None:
            self._keep(begin(self._questions, self._clock()))
            self._show_question(0)
            self.count_second()
        elif sitting.finished_at is not None:
            super()._go_on()
        elif self._place < len(self._wire.questions):
            self._show_question(self._place + 1)
        elif unanswered := sitting.unanswered(self._questions):
            self.notice.ask(
                Sentence(_OPEN_QUESTIONS, {"count": len(unanswered)}), "assessment.finish_anyway"
            )
        else:
            self._finish(sitting)

    def _go_back(self) -> None:
        sitting = self._sitting
        if sitting is None or sitting.finished_at is not None:
            super()._go_back()
        else:
            self._show_question(self._place - 1)

    def _finish(self, sitting: Sitting) -> None:
        self._hand_in(sitting)
        super()._go_on()

    def _answer(self, choice_id: str) -> None:
        if self._sitting is not None:
            question = self._questions.questions[self._place]
            self._keep(self._sitting.answering(question, choice_id))
            self.answer_changed()
            self._offer("action.next")

    def _hand_in(self, sitting: Sitting) -> None:
        self._keep(sitting.finished(self._questions, self._clock()))

    def _keep(self, sitting: Sitting) -> None:
        self._draft = self.draft.but(assessment=sitting)
        self.progressed.emit(self._draft)

    def _show_intro(self) -> None:
        self.intro.show_set(self._wire)
        self._bring(self.intro)
        self.look.write(self.title, "assessment.title")
        self._offer("assessment.begin")

    def _show_question(self, place: int) -> None:
        sitting, total = self._sitting, len(self._wire.questions)
        if sitting is None:
            return
        self.notice.clear()
        self._place = place
        if place == total:
            self._show_end(sitting)
            return
        answer = sitting.answer_to(self._questions.questions[place])
        self.question.show_question(self._wire.questions[place], answer)
        self._bring(self.question)
        self.look.write(self.title, "assessment.question", number=place + 1, total=total)
        self._offer("action.next" if answer else "assessment.skip")
        self.back_button.setVisible(place > 0)

    def _show_end(self, sitting: Sitting) -> None:
        unanswered = sitting.unanswered(self._questions)
        about = "assessment.end.some_open" if unanswered else "assessment.end.all_answered"
        self.end.show_end(len(self._wire.questions), unanswered, about=about, still_open=True)
        self._bring(self.end)
        self.look.write(self.title, "assessment.end.title")
        self._offer("assessment.finish")

    def _show_handed_in(self, about: str) -> None:
        """`about`: key of the sentence that says why."""
        if self._sitting is None:
            return
        self.notice.clear()
        unanswered = self._sitting.unanswered(self._questions)
        self.end.show_end(len(self._wire.questions), unanswered, about=about, still_open=False)
        self._bring(self.end)
        self.look.write(self.title, "assessment.end.done")
        self._offer("action.next")

    def _bring(self, sheet: IntroSheet | QuestionSheet | EndSheet) -> None:
        for each in (self.intro, self.question, self.end):
            each.setVisible(each is sheet)
        runs = self._sitting is not None and self._sitting.finished_at is None
        self._time.setVisible(runs)
        self.back_button.show()
        self.order_focus()
        self._scroll.verticalScrollBar().setValue(0)
        self.focus_first()

    def _show_busy(self, *, busy: bool) -> None:
        for button in (self.next_button, self.back_button):
            button.setEnabled(not busy)

    def _offer(self, key: str) -> None:
        """Say what the button that leads on does; to skip is never the loud way."""
        self.next_button.say(key)
        self.next_button.take_rank(Rank.SECONDARY if key == "assessment.skip" else Rank.PRIMARY)
