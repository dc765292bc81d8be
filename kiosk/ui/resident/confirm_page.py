"""The resident's own look at what an officer typed: everything in clear, in big letters."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal

from kiosk.domain.confirmation import Confirmation, ConfirmationWay
from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.domain.registration import Problem, Registration
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.facing import AnswersToConfirm, BigAnswers
from kiosk.ui.text import Sentence

Check = Callable[[Draft], Registration | tuple[Problem, ...]]


class ConfirmPage(Page):
    """Read on the second display, or on this one turned round.

    Its draft is completed with the Confirmation.

    Signals:
        doubted: something is wrong, says the resident.
        scrolled: with the share of the way down that is read now, 0..1.
    """

    doubted = Signal()
    scrolled = Signal(float)

    def __init__(
        self, look: Look, regions: Regions, check: Check, clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "confirm.title", "confirm.turn")
        self._check, self._clock = check, clock
        self._way = ConfirmationWay.TURNED_SCREEN
        self._photo: bytes | None = None
        self.answers = BigAnswers(look, regions)
        self.body.addWidget(self.answers)
        self.back_button.say("confirm.wrong")
        self.back_button.show_icon("pen-line")
        self.next_button.say("confirm.right")
        self.next_button.show_icon("check")
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_place)

    @property
    def to_read(self) -> AnswersToConfirm:
        """For the second display."""
        return AnswersToConfirm(self.draft, self._photo)

    def take_photo(self, jpeg: bytes | None) -> None:
        """The photo that would be sent; None where there is none."""
        self._photo = jpeg

    def use_second_screen(self, there: bool) -> None:  # noqa: FBT001 - takes a signal
        """Where the resident reads."""
        self._way = ConfirmationWay.SECOND_SCREEN if there else ConfirmationWay.TURNED_SCREEN
        self.look.write(self.hint, "confirm.second" if there else "confirm.turn")

    def enter(self, draft: Draft) -> None:  # noqa: ARG002
        """Show the answers as they are now, from the top."""
        self.notice.clear()
        self.next_button.setEnabled(True)
        self.answers.show_answers(self.to_read)
        self._scroll.lay_out()
        self._scroll.verticalScrollBar().setValue(0)
        self.order_focus()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget answers and photo."""
        self._photo = None
        self.answers.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """Everything is there, and right."""
        result = self._check(draft)
        if not isinstance(result, Registration):
            return Sentence(result[0].key)
        return draft.but(confirmation=Confirmation(self._way, self._clock()))

    def focus_fault(self, problem: Sentence) -> None:  # noqa: ARG002
        """It is mended on the review."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_place(self, place: int) -> None:
        lowest = self._scroll.verticalScrollBar().maximum()
        self.scrolled.emit(place / lowest if lowest else 0.0)

    def _go_back(self) -> None:
        self.doubted.emit()
